/** Clients that identify themselves by the URL of a document (Client ID Metadata Documents). */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { decideDomain, forgetDomain } from '../src/operations/client-domains.ts'
import { readOnly } from '../src/store/read-only.ts'
import { temporaryDirectory } from './command-line/mandate-process.ts'
import { type DocumentHost, openDocumentHost } from './document-host.ts'
import { post } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { type Arrival, newVisitor } from './visitor.ts'

const CALLBACK = 'https://notes.example/callback'
const VERIFIER = 'v'.repeat(43)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')
const SCOPE = 'read openid profile offline_access'

let host: DocumentHost
let server: RunningServer
before(async () => {
  host = await openDocumentHost()
  server = await startServer({
    database: join(temporaryDirectory(), 'mandate.db'),
    settings: {
      fetchAllowedHosts: [host.host],
      clientDocuments: { others: 'ask', domains: { [host.host]: 'allow', 'evil.example': 'deny' } },
      clientDocumentScope: SCOPE,
      clientDocumentSchemes: ['cursor'],
    },
  })
})
after(async () => {
  await server.close()
  host.close()
})

const notes = {
  client_name: 'Notes for Agents',
  redirect_uris: [CALLBACK],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
}

const requestOf = (id: string, redirectUri = CALLBACK) => ({
  ...{ response_type: 'code', client_id: id, redirect_uri: redirectUri, scope: 'read' },
  ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256', state: 'a-state' },
})

/** A person signs in and arrives at the question. */
async function askedFor(id: string, redirectUri?: string) {
  const visitor = newVisitor(server)
  const page = await visitor.signIn(await visitor.open(requestOf(id, redirectUri)))
  return { visitor, page }
}

const codeIn = ({ address }: Arrival) => address.searchParams.get('code') ?? ''

async function redeem(id: string, code: string, redirectUri = CALLBACK) {
  const form = {
    ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri },
    ...{ code_verifier: VERIFIER, client_id: id },
  }
  return post(`${server.issuer}/oauth2/token`, form)
}

async function connected(id: string, redirectUri?: string) {
  const { visitor, page } = await askedFor(id, redirectUri)
  const code = codeIn(await visitor.decide(page, 'allow'))
  const { status, body } = await redeem(id, code, redirectUri)
  assert.equal(status, 200, JSON.stringify(body))
  return { visitor, tokens: body as { access_token: string; refresh_token: string } }
}

test('a client with a document gets tokens, its row with the first grant, and no fetch for a refresh', async () => {
  const id = host.put('/notes.json', notes, { 'cache-control': 'max-age=600' })
  const { visitor, page } = await askedFor(id)
  assert.match(page.html, /Let .*Notes for Agents.* act for you\?/)
  assert.match(page.html, new RegExp(`comes from .*${host.host}`))
  assert.match(page.html, /Nobody has used it here before/)
  assert.equal(await server.store.clients.find(id), undefined)
  const code = codeIn(await visitor.decide(page, 'allow'))
  assert.equal((await server.store.clients.find(id))?.name, 'Notes for Agents')
  const { status, body } = await redeem(id, code)
  assert.equal(status, 200, JSON.stringify(body))
  const refreshed = await post(`${server.issuer}/oauth2/token`, {
    ...{ grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) },
    client_id: id,
  })
  assert.equal(refreshed.status, 200, JSON.stringify(refreshed.body))
  assert.equal(host.asked('/notes.json'), 1)
})

test('the operator’s policy decides by domain: held, denied, off', async () => {
  const visitor = newVisitor(server)
  const held = await visitor.open(requestOf('https://new.example/client.json'))
  assert.equal(held.status, 400)
  assert.match(held.html, /has to be approved first/)
  assert.match(held.html, /new\.example/)
  assert.match(held.html, /mandate client-domain allow new\.example/)
  const denied = await visitor.open(requestOf('https://evil.example/client.json'))
  assert.match(denied.html, /not accepted here/)
  const off = await server.addNode({ clientDocuments: { others: 'off', domains: {} } })
  const metadata = async (origin: string) =>
    (await (await fetch(`${origin}/.well-known/oauth-authorization-server`)).json()) as object
  assert.ok(!('client_id_metadata_document_supported' in (await metadata(off))))
  const supported = { client_id_metadata_document_supported: true }
  assert.partialDeepStrictEqual(await metadata(server.issuer), supported)
  const id = host.put('/off.json', notes)
  const response = await fetch(`${off}/oauth2/authorize?${new URLSearchParams(requestOf(id))}`)
  assert.match(await response.text(), /not registered here/)
  assert.equal(host.asked('/off.json'), 0)
})

test('a domain that is denied later takes its tokens with it (SCENARIO 39)', async () => {
  const id = host.put('/denied-later.json', notes)
  const { tokens } = await connected(id)
  const denying = await server.addNode({
    clientDocuments: { others: 'allow', domains: { [host.host]: 'deny' } },
  })
  const refreshed = await post(`${denying}/oauth2/token`, {
    ...{ grant_type: 'refresh_token', refresh_token: tokens.refresh_token, client_id: id },
  })
  assert.equal(refreshed.status, 400, JSON.stringify(refreshed.body))
  const as = { id: server.resource.id, secret: server.resourceSecret }
  const form = { token: tokens.access_token }
  const told = await post(`${denying}/oauth2/introspect`, form, { as })
  assert.deepEqual(told.body, { active: false })
  const before = await post(`${server.issuer}/oauth2/introspect`, form, { as })
  assert.equal(before.body['active'], true)
})

test('a domain waits for the operator, who allows it, and whose denial ends its tokens at once', async () => {
  const asking = await server.addNode({ clientDocuments: { others: 'ask', domains: {} } })
  const id = host.put('/asks.json', notes)
  const arrive = async () => {
    const query = new URLSearchParams(requestOf(id))
    const address = `${asking}/oauth2/authorize?${query}`
    const response = await fetch(address, { redirect: 'manual' })
    return `${response.status} ${await response.text()}`
  }
  assert.match(await arrive(), /has to be approved first/)
  assert.match(await arrive(), /has to be approved first/)
  assert.equal(host.asked('/asks.json'), 0)
  const { clientDomains } = server.store
  const held = await clientDomains.find(host.host)
  assert.deepEqual([held?.decision, held?.clientId], ['held', id])
  const { clock } = server
  const context = { store: readOnly(server.store), clock }
  const operator = { kind: 'operator' } as const
  const decide = (decision: 'allowed' | 'denied', named = id) =>
    decideDomain(context, operator, { named, decision })
  await decide('allowed')
  assert.match(await arrive(), /^303 /)
  const { tokens } = await connected(id)
  const denied = await decide('denied', host.host)
  assert.ok(denied.is === 'decided' && denied.clients.some((client) => client.id === id))
  const as = { id: server.resource.id, secret: server.resourceSecret }
  const introspect = () =>
    post(`${server.issuer}/oauth2/introspect`, { token: tokens.access_token }, { as })
  assert.deepEqual((await introspect()).body, { active: false })
  // Also where the settings allow the domain: whoever denies it wins.
  assert.match((await newVisitor(server).open(requestOf(id))).html, /not accepted here/)
  await decide('allowed')
  assert.equal((await introspect()).body['active'], true)
  await forgetDomain(context, operator, { named: host.host })
})
