/** The extensions of MCP authorization, with the providers of the SDK, against Mandate and a guarded server. */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import {
  ClientCredentialsProvider,
  CrossAppAccessProvider,
  DpopSession,
  type OAuthClientProvider,
  PrivateKeyJwtProvider,
} from '@modelcontextprotocol/client'
import { connect } from '../../examples/mcp/src/client/connection.ts'
import { createProvider } from '../../examples/mcp/src/client/provider.ts'
import type { SignIn } from '../../examples/mcp/src/client/sign-in.ts'
import { openTokenFile } from '../../examples/mcp/src/client/token-file.ts'
import { ACT } from '../../packages/mandate/test/act.ts'
import { newClientKey } from '../../packages/mandate/test/client-proofs.ts'
import { startIssuer, trust } from '../../packages/mandate/test/trusted-issuer.ts'
import { newVisitor } from '../../packages/mandate/test/visitor.ts'
import { openWorld, type World } from './world.ts'

const SCOPE = 'notes:read notes:write'
const MACHINE = { redirectUris: [], scope: SCOPE, grantTypes: ['client_credentials'] } as const

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** Every fetch reads it. */
const hosts: string[] = []
let world: World
before(async () => {
  world = await openWorld({ fetchAllowedHosts: hosts })
})
after(() => world.close())

/** Adds a note and reads it back. */
async function addNote(newProvider: (signIn: SignIn) => OAuthClientProvider): Promise<void> {
  const connection = await connect(world.mcp, newProvider)
  try {
    const note = { name: 'add_note', arguments: { text: 'Call Bob' } }
    await connection.use((client) => client.callTool(note))
    const read = { name: 'list_notes', arguments: {} }
    const { structuredContent } = await connection.use((client) => client.callTool(read))
    assert.match(JSON.stringify(structuredContent), /Call Bob/)
  } finally {
    await connection.close()
  }
}

test('client credentials: a program in its own name, with a secret', async () => {
  const { client, secret } = await world.server.register(MACHINE)
  const expectedIssuer = world.server.issuer
  const machine = { clientId: client.id, clientSecret: secret, scope: SCOPE, expectedIssuer }
  await addNote(() => new ClientCredentialsProvider(machine))
})

test('client credentials: with a signed assertion instead (RFC 7523)', async () => {
  const { privateKey, jwk } = newClientKey()
  const { client } = await world.server.register({
    ...MACHINE,
    metadata: { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } },
  })
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const expectedIssuer = world.server.issuer
  const machine = { clientId: client.id, privateKey: pem, algorithm: 'ES256', scope: SCOPE }
  await addNote(() => new PrivateKeyJwtProvider({ ...machine, expectedIssuer }))
})

test('DPoP: the tokens of a person’s program are bound to its key, in Mandate and in the guard', async (t) => {
  const { kept, open } = person(t)
  const { client } = await world.server.register({
    ...{
      redirectUris: ['http://127.0.0.1/callback'],
      scope: SCOPE,
      isPublic: true,
      trusted: false,
    },
  })
  const registered = { client_id: client.id, issuer: world.server.issuer }
  const session = DpopSession.create()
  await addNote((signIn) => ({
    ...createProvider({ signIn, kept, open, identity: { registered } }),
    dpop: () => session,
  }))
  const { tokens } = kept.read()
  assert.equal(tokens?.token_type.toLowerCase(), 'dpop')
  const headers = { authorization: `Bearer ${tokens?.access_token}` }
  const stolen = await fetch(world.mcp, { method: 'POST', headers, body: '{}' })
  assert.equal(stolen.status, 401)
})

test('enterprise-managed authorization: an ID-JAG of a customer’s provider connects its agent', async (t) => {
  const idp = await startIssuer()
  t.after(() => idp.close())
  const { server } = world
  hosts.push(idp.host)
  const { client, secret } = await server.register({ ...MACHINE, grantTypes: [JWT_BEARER] })
  const resource = world.mcp.href
  await trust(server, {
    ...{ issuer: idp.issuer, purpose: 'id-jag', clients: { [client.id]: '' }, scope: SCOPE },
    resources: [resource],
  })
  const named = { provider: idp.issuer, subject: 'ada' }
  await server.store.accounts.link(server.account.id, named, ACT)
  const asked: unknown[] = []
  await addNote(
    () =>
      new CrossAppAccessProvider({
        ...{ clientId: client.id, clientSecret: secret, expectedIssuer: server.issuer },
        // A provider would answer a token exchange with this; it is no part of Mandate.
        assertion: ({ authorizationServerUrl, resourceUrl, scope }) => {
          asked.push([authorizationServerUrl, resourceUrl])
          const iat = server.clock.now()
          const claims = { iss: idp.issuer, sub: 'ada', aud: server.issuer, client_id: client.id }
          const times = { jti: randomUUID(), iat, exp: iat + 60 }
          return idp.sign(
            { ...claims, ...times, resource, scope: scope ?? SCOPE },
            { typ: 'oauth-id-jag+jwt' },
          )
        },
      }),
  )
  assert.deepEqual(asked[0], [server.issuer, resource])
})

/** A file for tokens, and a person who signs in and agrees. */
function person(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-mcp-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const visitor = newVisitor(world.server)
  return {
    kept: openTokenFile(join(folder, 'tokens.json'), new URL(world.mcp)),
    open: async (address: URL) => {
      let page = await visitor.open(Object.fromEntries(address.searchParams))
      if (page.address.pathname === '/sign-in') page = await visitor.signIn(page)
      const arrival = await visitor.decide(page, 'allow')
      await (await fetch(arrival.address)).text()
    },
  }
}
