/**
 * `@mandate/client`, the server and `@mandate/guard` with tokens that are bound to a key: a client without
 * a secret, and an authorization server and an API that both require nonces.
 */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import {
  type ClientOptions,
  createClient,
  type GrantRecord,
  type MandateClient,
  memoryStore,
} from '../packages/client/src/index.ts'
import { type FaultyProxy, startFaultyProxy } from '../packages/client/test/faulty-proxy.ts'
import { createGuard, type Guard } from '../packages/guard/src/index.ts'
import { post } from '../packages/mandate/test/integrator.ts'
import { type RunningServer, startServer } from '../packages/mandate/test/running-server.ts'
import { newVisitor } from '../packages/mandate/test/visitor.ts'

const CALLBACK = 'https://app.example/callback'
let proxy: FaultyProxy
let server: RunningServer
let guard: Guard
let api: string
let clientId: string
const apiServer = createServer((request, response) =>
  guard.node((_request, answer, { subject }) => answer.end(subject))(request, response),
)
before(async () => {
  proxy = await startFaultyProxy()
  server = await startServer({ settings: { issuer: proxy.url, dpopNonce: 'required' } })
  proxy.forwardTo(server.issuer)
  const description = { isPublic: true, trusted: false, redirectUris: [CALLBACK] }
  clientId = (await server.register(description)).client.id
  await new Promise<void>((resolve) => apiServer.listen(0, '127.0.0.1', resolve))
  api = `http://127.0.0.1:${(apiServer.address() as AddressInfo).port}`
  guard = createGuard({
    ...{ issuer: proxy.url, publicUrl: api, dpopNonce: 'required' },
    ...{ clientId: server.resource.id, clientSecret: server.resourceSecret },
  })
})
after(async () => {
  guard.close()
  apiServer.closeAllConnections()
  apiServer.close()
  await proxy.close()
  await server.close()
})

let store: ReturnType<typeof memoryStore>
beforeEach(() => {
  store = memoryStore()
})
/** Another process of the same integrator. */
const newClient = (change: Partial<ClientOptions> = {}) =>
  createClient({
    ...{ issuer: proxy.url, clientId, redirectUri: CALLBACK, public: true, dpop: true },
    ...{ store, apiOrigins: [api], timeouts: { settleMs: 50 }, ...change },
  } as ClientOptions)

async function login(client: MandateClient): Promise<string> {
  const { url, pending } = await client.startLogin()
  const visitor = newVisitor(server)
  const asked = Object.fromEntries(new URL(url).searchParams)
  const arrival = await visitor.signIn(await visitor.open(asked))
  const { address } = await visitor.decide(arrival, 'allow')
  const { grantKey } = await client.finishLogin(address, pending)
  proxy.seen.length = 0
  return grantKey
}
async function recordOf(grantKey: string): Promise<GrantRecord & { readonly stage: 'live' }> {
  const record = (await store.load(grantKey))?.record
  return record?.stage === 'live' ? record : assert.fail(`it is ${record?.stage}`)
}

test('a login, calls and refreshes work, in every process that shares the store', async () => {
  const [one, other] = [newClient(), newClient()]
  const grantKey = await login(one)
  const { tokens } = await recordOf(grantKey)
  assert.equal(tokens.dpopKey?.kty, 'EC')
  for (const client of [one, other]) {
    const grant = client.grant(grantKey)
    const init = { method: 'POST', body: 'a note' }
    assert.equal(await (await grant.fetch(`${api}/notes?a=b`, init)).text(), server.account.id)
    await grant.refresh()
    assert.equal((await grant.fetch(api)).status, 200)
  }
  assert.deepEqual((await recordOf(grantKey)).tokens.dpopKey, tokens.dpopKey)
  assert.equal(guard.statistics().kept > 0, true)
})

test('an answer that is lost on its way is asked for again, with the same key', async () => {
  const grantKey = await login(newClient())
  proxy.faults.push({ kind: 'cut_after' })
  await newClient().grant(grantKey).refresh()
  const keys = new Set(proxy.seen.map(({ key }) => key))
  assert.deepEqual([keys.size, proxy.seen.length], [1, 2])
  await newClient().grant(grantKey).refresh()
})

test('what leaks without the key is of no use, and does not log the user out', async () => {
  const client = newClient()
  const grantKey = await login(client)
  const { accessToken, refreshToken } = (await recordOf(grantKey)).tokens
  const plain = await fetch(api, { headers: { authorization: `Bearer ${accessToken}` } })
  assert.equal(plain.status, 401)
  assert.match(plain.headers.get('www-authenticate') ?? '', /^DPoP .*error="invalid_token"/)
  const form = {
    ...{ grant_type: 'refresh_token', client_id: clientId },
    refresh_token: refreshToken ?? '',
  }
  const stolen = await post(`${server.issuer}/oauth2/token`, form)
  assert.deepEqual([stolen.status, stolen.body['error']], [400, 'invalid_dpop_proof'])
  await client.grant(grantKey).refresh()
  assert.equal((await client.grant(grantKey).fetch(api)).status, 200)
})

test('a grant from before gets a key at its next refresh', async () => {
  const grantKey = await login(newClient({ dpop: false }))
  assert.equal((await newClient().grant(grantKey).fetch(api)).status, 200)
  assert.equal((await recordOf(grantKey)).tokens.dpopKey, undefined)
  proxy.faults.push({ kind: 'cut_after' })
  await newClient().grant(grantKey).refresh()
  assert.notEqual((await recordOf(grantKey)).tokens.dpopKey, undefined)
  // Without the option, a bound grant is kept going with its key.
  await newClient({ dpop: false }).grant(grantKey).refresh()
  assert.equal((await newClient().grant(grantKey).fetch(api)).status, 200)
})
