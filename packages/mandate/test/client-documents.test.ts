/** Clients that identify themselves by the URL of a document (Client ID Metadata Documents). */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { explanationInWords } from '../src/explanations/in-words.ts'
import { decideDomain, forgetDomain } from '../src/operations/client-domains.ts'
import { readOnly } from '../src/store/read-only.ts'
import type { Explanation } from '../src/store/records.ts'
import { assertionOf, newClientKey } from './client-proofs.ts'
import { temporaryDirectory } from './command-line/mandate-process.ts'
import { type DocumentHost, openDocumentHost } from './document-host.ts'
import { post } from './integrator.ts'
import { publishedShapes } from './published-documents.ts'
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

/** What a client with keys sends to prove itself. */
type Proof = Readonly<Record<string, string>>

async function redeem(
  id: string,
  code: string,
  { redirectUri = CALLBACK, proof = {} }: { redirectUri?: string | undefined; proof?: Proof } = {},
) {
  const form = {
    ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri },
    ...{ code_verifier: VERIFIER, client_id: id },
  }
  return post(`${server.issuer}/oauth2/token`, { ...form, ...proof })
}

const refresh = (id: string, refreshToken: unknown, proof: Proof = {}) =>
  post(`${server.issuer}/oauth2/token`, {
    ...{ grant_type: 'refresh_token', refresh_token: String(refreshToken), client_id: id },
    ...proof,
  })

async function connected(id: string, redirectUri?: string) {
  const { visitor, page } = await askedFor(id, redirectUri)
  const code = codeIn(await visitor.decide(page, 'allow'))
  const { status, body } = await redeem(id, code, { redirectUri })
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
  const refreshed = await refresh(id, body['refresh_token'])
  assert.equal(refreshed.status, 200, JSON.stringify(refreshed.body))
  assert.equal(host.asked('/notes.json'), 1)
})

test('a scope beyond client_document_scope names the setting to the developer and the operator', async () => {
  const id = host.put('/more.json', notes)
  const { address } = await newVisitor(server).open({ ...requestOf(id), scope: 'read admin' })
  assert.equal(address.searchParams.get('error'), 'invalid_scope')
  const said = address.searchParams.get('error_description') ?? ''
  assert.match(said, /scope admin\..*The setting client_document_scope of the server decides this/)
  const reference = address.searchParams.get('error_uri')?.replace(/^.*[/.]/, '') ?? ''
  let kept: Explanation | undefined
  // It is written after the answer.
  while (kept === undefined) kept = await server.store.explanations.find(reference)
  const { happened, operator } = explanationInWords(kept)
  assert.match(happened, /only for what the setting client_document_scope names/)
  assert.match(operator?.message ?? '', /add admin to the setting client_document_scope/)
  // What the document itself leaves out is no matter of the setting.
  const narrow = host.put('/narrow.json', { ...notes, scope: 'read' })
  const own = await newVisitor(server).open({ ...requestOf(narrow), scope: 'read profile' })
  assert.doesNotMatch(String(own.address.searchParams.get('error_description')), /setting/)
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
  const { visitor, page } = await askedFor(id)
  const unredeemed = codeIn(await visitor.decide(page, 'allow'))
  const { tokens } = await connected(id)
  const denying = await server.addNode({
    clientDocuments: { others: 'allow', domains: { [host.host]: 'deny' } },
  })
  const exchanged = await post(`${denying}/oauth2/token`, {
    ...{ grant_type: 'authorization_code', code: unredeemed, redirect_uri: CALLBACK },
    ...{ code_verifier: VERIFIER, client_id: id },
  })
  assert.equal(exchanged.body['error'], 'invalid_grant', JSON.stringify(exchanged.body))
  const asked = await fetch(`${denying}/oauth2/authorize?${new URLSearchParams(requestOf(id))}`)
  assert.equal(asked.status, 400)
  const refreshed = await post(`${denying}/oauth2/token`, {
    ...{ grant_type: 'refresh_token', refresh_token: tokens.refresh_token, client_id: id },
  })
  assert.equal(refreshed.status, 400, JSON.stringify(refreshed.body))
  const as = { id: server.resource.id, secret: server.resourceSecret }
  const form = { token: tokens.access_token }
  const told = await post(`${denying}/oauth2/introspect`, form, { as })
  assert.deepEqual(told.body, { active: false })
  // Where the domain is allowed, nothing has ended, and the code was not used up.
  const before = await post(`${server.issuer}/oauth2/introspect`, form, { as })
  assert.equal(before.body['active'], true)
  assert.equal((await redeem(id, unredeemed)).status, 200)
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
  const operator = { kind: 'operator', via: 'shell' } as const
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
  // Whoever has a denied host has its ports.
  const hostname = host.host.replace(/:\d+$/, '')
  await decide('denied', hostname)
  assert.deepEqual((await introspect()).body, { active: false })
  assert.match((await newVisitor(server).open(requestOf(id))).html, /not accepted here/)
  await decide('allowed', hostname)
  assert.equal((await introspect()).body['active'], true)
  await forgetDomain(context, operator, { named: hostname })
})

test('a stranger cannot make the server call a host of the operator’s own that no policy names', async () => {
  const open = await server.addNode({ clientDocuments: { others: 'allow', domains: {} } })
  const id = host.put('/internal.json', notes)
  const query = new URLSearchParams(requestOf(id))
  const response = await fetch(`${open}/oauth2/authorize?${query}`, { redirect: 'manual' })
  assert.match(await response.text(), /has to be approved first/)
  assert.equal(host.asked('/internal.json'), 0)
})

for (const [what, shape] of Object.entries(publishedShapes)) {
  test(`the document of ${what} leads through the whole flow`, async () => {
    const id = host.put(`/published/${encodeURIComponent(what)}`, shape.document)
    const key = 'key' in shape ? shape.key : undefined
    const proof = () =>
      key && assertionOf(id, key, { audience: server.issuer, now: server.clock.now() })
    const { visitor, page } = await askedFor(id, shape.sends)
    assert.match(page.html, /Nobody here has checked its name/)
    assert.doesNotMatch(page.html, /logo\.png|icon\.png/)
    const place = /^http:\/\/(localhost|127)/.test(shape.sends)
      ? /A program on this computer/
      : /The app at/
    assert.match(page.html, place)
    const arrival = await visitor.decide(page, 'allow')
    assert.ok(arrival.address.href.startsWith(shape.sends), arrival.address.href)
    const { status, body } = await redeem(id, codeIn(arrival), {
      redirectUri: shape.sends,
      proof: proof() ?? {},
    })
    assert.equal(status, 200, JSON.stringify(body))
    const next = await refresh(id, body['refresh_token'], proof())
    assert.equal(next.status, 200, JSON.stringify(next.body))
    if (key !== undefined) {
      const unproven = await refresh(id, next.body['refresh_token'])
      assert.deepEqual([unproven.status, unproven.body['error']], [401, 'invalid_client'])
    }
  })
}

test('a redirect URI that the document does not name is refused on our page', async () => {
  const id = host.put('/redirects.json', { ...notes, redirect_uris: ['http://localhost/callback'] })
  for (const uri of [
    'https://evil.example/callback',
    'http://127.0.0.1:1/callback',
    'http://localhost:1/callback/',
    'http://localhost.evil.example/callback',
    'https://localhost/callback',
  ]) {
    const { status, html, address } = await newVisitor(server).open(requestOf(id, uri))
    assert.deepEqual([status, address.pathname], [400, '/oauth2/authorize'], uri)
    assert.match(html, /return address is not registered/, uri)
  }
})

test('a document that changes while the question is open is asked about anew, and grants nothing before', async () => {
  const path = '/changing.json'
  const id = host.put(path, notes)
  const { visitor, page } = await askedFor(id)
  assert.match(page.html, /Notes for Agents/)
  host.put(path, { ...notes, client_name: 'Another Name' })
  server.clock.advance(60)
  const again = await visitor.decide(page, 'allow')
  assert.equal(again.status, 400)
  assert.match(again.html, /Another Name/)
  assert.match(again.html, /choose again/)
  assert.equal(await server.store.clients.find(id), undefined)
  const allowed = await visitor.decide(again, 'allow')
  assert.equal((await redeem(id, codeIn(allowed))).status, 200)
  assert.equal((await server.store.clients.find(id))?.name, 'Another Name')
})

test('the redirect URI of an open question must still be in the document', async () => {
  const path = '/moving.json'
  const id = host.put(path, notes)
  const { visitor, page } = await askedFor(id)
  host.put(path, { ...notes, redirect_uris: ['https://elsewhere.example/callback'] })
  server.clock.advance(60)
  const arrival = await visitor.decide(page, 'allow')
  assert.equal(arrival.status, 400)
  assert.match(arrival.html, /return address is not registered/)
})

test('a confidential client is remembered until its document changes; a second device leaves the first signed in', async () => {
  const key = newClientKey()
  const path = '/confidential.json'
  const document = {
    ...{ ...notes, token_endpoint_auth_method: 'private_key_jwt' },
    jwks: { keys: [key.jwk] },
  }
  const id = host.put(path, document)
  const proof = () => assertionOf(id, key, { audience: server.issuer, now: server.clock.now() })
  const { visitor, page } = await askedFor(id)
  const first = await redeem(id, codeIn(await visitor.decide(page, 'allow')), { proof: proof() })
  assert.equal(first.status, 200, JSON.stringify(first.body))
  // The same document again: not asked, and the first device stays connected.
  server.clock.advance(60)
  const second = await redeem(id, codeIn(await visitor.open(requestOf(id))), { proof: proof() })
  assert.equal(second.status, 200, JSON.stringify(second.body))
  const alive = await refresh(id, first.body['refresh_token'], proof())
  assert.equal(alive.status, 200, JSON.stringify(alive.body))
  for (const changed of [
    { redirect_uris: [CALLBACK, 'https://notes.example/other'] },
    { client_name: 'Notes' },
    { jwks: { keys: [key.jwk, newClientKey().jwk] } },
    { grant_types: ['authorization_code'] },
    { policy_uri: 'https://notes.example/privacy' },
    { scope: 'read' },
  ]) {
    host.put(path, { ...document, ...changed })
    server.clock.advance(60)
    const asked = await visitor.open(requestOf(id))
    assert.match(asked.html, /name="decision"/, JSON.stringify(changed))
  }
  // What is not used of a document, and another order of its members, is no change.
  const { client_name: name, ...others } = document
  host.put(path, { ...others, client_name: name, logo_uri: 'https://x.example/y.png', extra: 1 })
  server.clock.advance(60)
  assert.equal((await visitor.open(requestOf(id))).address.origin, 'https://notes.example')
  const still = await refresh(id, alive.body['refresh_token'], proof())
  assert.equal(still.status, 200, JSON.stringify(still.body))
})

test('what a document says is shown escaped, and its addresses are never loaded by a page', async () => {
  const id = host.put('/hostile.json', {
    ...notes,
    client_name: '<img src=x onerror=alert(1)>"\'&',
    client_uri: 'https://evil.example/"><script>alert(1)</script>',
    logo_uri: 'https://evil.example/logo.png',
  })
  const { page } = await askedFor(id)
  assert.doesNotMatch(page.html, /<img src=x|<script>|logo\.png/)
  assert.match(page.html, /&#60;img src=x/)
})

test('a document cannot take what only the operator gives', async () => {
  const id = host.put('/greedy.json', {
    ...notes,
    scope: 'all read admin',
    ...{ trusted: true, require_pkce: false, shared_refresh_seconds: 3600 },
    ...{ authorization_details_types: ['payment'], request_uris: ['https://evil.example/r'] },
    sector_identifier_uri: 'https://evil.example/sector.json',
  })
  await connected(id)
  const client = await server.store.clients.find(id)
  assert.deepEqual(
    [client?.scope, client?.trusted, client?.requirePkce, client?.metadata],
    ['read', false, true, {}],
  )
})

test('a client with a document can push its first request (RFC 9126)', async () => {
  const id = host.put('/pushing.json', notes)
  const pushed = await post(`${server.issuer}/oauth2/par`, requestOf(id))
  assert.equal(pushed.status, 201, JSON.stringify(pushed.body))
  const request = { client_id: id, request_uri: String(pushed.body['request_uri']) }
  const visitor = newVisitor(server)
  const page = await visitor.signIn(await visitor.open(request))
  const { status } = await redeem(id, codeIn(await visitor.decide(page, 'allow')))
  assert.equal(status, 200)
  // Strangers can have any number of documents, so of each only a few requests are kept.
  const flooding = host.put('/flooding.json', notes)
  const push = async () => {
    const { body } = await post(`${server.issuer}/oauth2/par`, requestOf(flooding))
    server.clock.advance(1)
    return { client_id: flooding, request_uri: String(body['request_uri']) }
  }
  const first = await push()
  for (let time = 0; time < 20; time++) await push()
  assert.equal((await newVisitor(server).open(first)).status, 400)
  const unknown = await post(`${server.issuer}/oauth2/par`, {
    ...requestOf('https://new.example/pushing.json'),
  })
  assert.deepEqual([unknown.status, unknown.body['error']], [401, 'invalid_client'])
})

test('a page of a client with a document may read its tokens once it has a grant, and no other page', async () => {
  const callback = 'https://browser-app.example/callback'
  const id = host.put('/browser-app.json', { ...notes, redirect_uris: [callback] })
  const preflight = async (origin: string) => {
    const headers = { origin, 'access-control-request-method': 'POST' }
    const response = await fetch(`${server.issuer}/oauth2/token`, { method: 'OPTIONS', headers })
    return response.headers.get('access-control-allow-origin')
  }
  const before = await preflight('https://browser-app.example')
  assert.equal(before, null)
  await connected(id, callback)
  const node = await server.addNode()
  const response = await fetch(`${node}/oauth2/token`, {
    method: 'OPTIONS',
    headers: { origin: 'https://browser-app.example', 'access-control-request-method': 'POST' },
  })
  const { headers } = response
  assert.equal(headers.get('access-control-allow-origin'), 'https://browser-app.example')
})

test('a name that looks like a registered client’s, or like ours, is warned of on the consent page', async () => {
  await server.register({ name: 'Ledgerline', redirectUris: ['https://ledgerline.example/cb'] })
  const namedAs = async (name: string) => {
    const id = host.put(`/names/${encodeURIComponent(name)}`, { ...notes, client_name: name })
    return (await askedFor(id)).page.html
  }
  for (const imitation of ['Ledgerline', 'LEDGER-LINE', 'Lеdgerlіne', 'Iedgerline', 'Lédgerline']) {
    assert.match(await namedAs(imitation), /this is not .*Ledgerline.*registered here/, imitation)
  }
  assert.match(
    await namedAs('Маndate'),
    /has the same name as this site, or one that looks like it/,
  )
  assert.match(await namedAs('Nоtes'), /mixes letters from several alphabets/)
  assert.doesNotMatch(await namedAs('Ledger'), /Be careful/)
  // A registered client may have the name that it has.
  const own = await server.register({ name: 'Ledgerline', trusted: false })
  const request = { ...requestOf(own.client.id), redirect_uri: own.client.redirectUris[0] ?? '' }
  const visitor = newVisitor(server)
  const page = await visitor.signIn(await visitor.open(request))
  assert.match(page.html, /Let .*Ledgerline/)
  assert.doesNotMatch(page.html, /Be careful/)
})
