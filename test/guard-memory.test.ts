/**
 * A guard's cache against a real server: whatever ends a token is reported by the stream of
 * revocations, so the guard knows it without asking.
 */

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { turnTrustedIssuer } from '../packages/mandate/src/operations/trusted-issuers.ts'
import { ACT, actAt } from '../packages/mandate/test/act.ts'
import {
  obtainTokens,
  post,
  refresh,
  revoke,
  type Tokens,
} from '../packages/mandate/test/integrator.ts'
import { type RunningServer, startServer } from '../packages/mandate/test/running-server.ts'
import { startIssuer, trust } from '../packages/mandate/test/trusted-issuer.ts'
import { newVisitor, simplestRequest } from '../packages/mandate/test/visitor.ts'
import { guardApi } from './guarded-api.ts'
import { layWire } from './wire.ts'

/** A server that ends with the test, a pair of tokens, and an API that knows the access token. */
async function setUp(t: TestContext, options: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer(options)
  t.after(() => server.close())
  const tokens = await obtainTokens(server)
  const api = guardApi(t, server)
  await api.learn(tokens.accessToken)
  return { server, tokens, api }
}

/** The same over a wire to the server. */
async function setUpOverWire(t: TestContext) {
  const wire = await layWire()
  t.after(() => wire.close())
  const server = await startServer({ settings: { issuer: wire.origin } })
  t.after(() => server.close())
  wire.leadTo(server.issuer)
  const tokens = await obtainTokens(server)
  const api = guardApi(t, { ...server, issuer: wire.origin }, { timeoutMs: 300 })
  await api.learn(tokens.accessToken)
  return { server, tokens, api, wire }
}

type End = (server: RunningServer, tokens: Tokens) => Promise<unknown>
const ENDS: Readonly<Record<string, End>> = {
  'the client revoked its refresh token': (server, { refreshToken }) =>
    revoke(server, refreshToken),
  'the client revoked the access token': (server, { accessToken }) => revoke(server, accessToken),
  'the user disconnected the app': async (server) => {
    const visitor = newVisitor(server)
    await visitor.signIn(await visitor.open(simplestRequest(server)))
    const page = await visitor.post('/account/disconnect', { client_id: server.client.id })
    assert.match(await page.text(), /is disconnected/)
  },
  'a refresh token came twice': async (server, { refreshToken }) => {
    await refresh(server, refreshToken)
    await refresh(server, refreshToken)
  },
  'the operator ended all that the user granted': ({ store, account, clock }) =>
    store.grants.revokeAllOf({ accountId: account.id }, 'revoked_by_operator', actAt(clock.now())),
  'the account was disabled': ({ store, account, clock }) =>
    store.accounts.disable(account.id, actAt(clock.now())),
  'the client was disabled': ({ store, client, clock }) =>
    store.clients.disable(client.id, actAt(clock.now())),
  'the client was deleted': ({ store, client }) => store.clients.delete(client.id, ACT),
  'the client lost its scope': ({ store, client }) =>
    store.clients.update(client.id, { scope: 'read' }, ACT),
}

describe('a cached token is refused because of the stream', () => {
  for (const [what, end] of Object.entries(ENDS)) {
    test(`after ${what}`, async (t) => {
      for (;;) {
        const { server, tokens, api } = await setUp(t)
        const before = api.statistics()
        await end(server, tokens)
        await api.until(tokens.accessToken, 'refused')
        const after = api.statistics()
        // On a machine so busy that heartbeats come late the guard rightly asks: once more then.
        if (after.askedWithoutStream > before.askedWithoutStream) continue
        // One introspection, after the event had come.
        assert.equal(after.asked - before.asked, 1)
        return
      }
    })
  }
})

test('SCENARIO 84: a cached delegated token is refused once its parent has ended', async (t) => {
  const { server, tokens, api } = await setUp(t)
  const type = 'urn:ietf:params:oauth:grant-type:token-exchange'
  const { client, secret } = await server.register({
    ...{ grantTypes: [type], redirectUris: [], trusted: false },
    metadata: { token_exchange_clients: [server.client.id] },
  })
  const form = {
    ...{ grant_type: type, resource: server.resource.uri, subject_token: tokens.accessToken },
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  }
  const as = { id: client.id, secret }
  const { body } = await post(`${server.issuer}/oauth2/token`, form, { as })
  const delegated = String(body['access_token'])
  await api.learn(delegated)
  assert.equal((await revoke(server, tokens.refreshToken)).status, 200)
  await api.until(delegated, 'refused')
})

test('SCENARIO 84: cached tokens of a trusted issuer are refused once it ends them', async (t) => {
  const idp = await startIssuer()
  t.after(() => idp.close())
  const { server, api } = await setUp(t, { settings: { fetchAllowedHosts: [idp.host] } })
  const type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  const { client, secret } = await server.register({ grantTypes: [type], redirectUris: [] })
  const trusted = await trust(server, {
    ...{ issuer: idp.issuer, purpose: 'jwt-bearer', clients: { [client.id]: '' }, scope: 'all' },
    logoutAudience: 'mandate',
  })
  const named = { provider: idp.issuer, subject: 'ada' }
  await server.store.accounts.link(server.account.id, named, ACT)
  const sign = (claims: Readonly<Record<string, unknown>>, header = {}) => {
    const iat = server.clock.now()
    const usual = { iss: idp.issuer, sub: 'ada', jti: randomUUID(), iat, exp: iat + 60 }
    return idp.sign({ ...usual, ...claims }, header)
  }
  const learnToken = async () => {
    const form = { grant_type: type, assertion: await sign({ aud: server.issuer }) }
    const as = { id: client.id, secret }
    const { body } = await post(`${server.issuer}/oauth2/token`, form, { as })
    const token = String(body['access_token'])
    await api.learn(token)
    return token
  }
  const signedOut = await learnToken()
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const logout_token = await sign({ aud: 'mandate', events }, { typ: 'logout+jwt' })
  const { status } = await post(`${server.issuer}/oauth2/backchannel-logout`, { logout_token })
  assert.equal(status, 200)
  await api.until(signedOut, 'refused')

  server.clock.advance(1)
  const untrusted = await learnToken()
  const by = { kind: 'operator', via: 'shell' } as const
  const disable = { id: trusted.id, turn: 'disable' } as const
  await turnTrustedIssuer(server, by, disable)
  await api.until(untrusted, 'refused')
})

test('other tokens stay cached, and a hundred checks of one need no introspection', async (t) => {
  const { server, tokens, api } = await setUp(t)
  const other = await server.register({})
  const as = { id: other.client.id, secret: other.secret }
  const others = await obtainTokens(server, { as })
  await api.learn(others.accessToken)
  await revoke(server, others.refreshToken, as)
  await api.until(others.accessToken, 'refused')
  const before = api.statistics()
  for (let count = 0; count < 100; count++) {
    assert.equal((await api.check(tokens.accessToken)).outcome, 'granted')
  }
  const after = api.statistics()
  assert.equal(after.asked, before.asked)
  assert.equal(after.fromMemory - before.fromMemory, 100)
  assert.equal(after.kept, 1)
})

test('a revocation at one node reaches an API that listens to another', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-memory-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const { server, tokens, api } = await setUp(t, { database: join(folder, 'mandate.db') })
  const node = { ...server, issuer: await server.addNode() }
  await revoke(node, tokens.refreshToken)
  await api.until(tokens.accessToken, 'refused')
})

test('while the wire is cut nothing is answered from memory; afterwards it resumes without a gap', async (t) => {
  const { server, tokens, api, wire } = await setUpOverWire(t)
  const kept = await obtainTokens(server)
  await api.learn(kept.accessToken)
  wire.cut()
  await api.until(tokens.accessToken, 'unavailable')
  const during = api.statistics()
  assert.notEqual(during.stream, 'live')
  assert.ok(during.askedWithoutStream > 0)
  await revoke(server, tokens.accessToken)
  wire.mend()
  while (api.statistics().stream !== 'live') await pause(5)
  // Whatever was missed is forgotten before the guard answers from memory again; the rest is kept.
  const { asked, fromMemory } = api.statistics()
  assert.equal((await api.check(kept.accessToken)).outcome, 'granted')
  assert.deepEqual([api.statistics().asked, api.statistics().fromMemory], [asked, fromMemory + 1])
  assert.equal((await api.check(tokens.accessToken)).outcome, 'refused')
})

test('a silent wire makes the guard introspect, even though nothing was cut', async (t) => {
  const { tokens, api, wire } = await setUpOverWire(t)
  wire.silence()
  const outcome = await api.until(tokens.accessToken, 'unavailable')
  assert.equal(outcome.outcome === 'unavailable' && outcome.problem.code, 'timed_out')
  assert.equal(api.statistics().stream, 'silent')
  assert.ok(api.statistics().askedWithoutStream > 0)
  wire.mend()
  await api.until(tokens.accessToken, 'granted')
  await api.learn(tokens.accessToken)
})

test('a server restarted under other rules makes the guard forget everything', async (t) => {
  const { tokens, api, wire, server } = await setUpOverWire(t)
  assert.equal(api.statistics().kept, 1)
  const scopes = { all: 'Everything', other: 'Something else' }
  const next = await startServer({ settings: { issuer: wire.origin, scopes } })
  t.after(() => next.close())
  const other = { uri: 'https://other.example', uriKey: 'https://other.example' }
  assert.ok(await next.store.resources.insert({ ...server.resource, ...other }, ACT))
  wire.cut()
  wire.leadTo(next.issuer)
  wire.mend()
  await api.until(tokens.accessToken, 'refused')
  while (api.statistics().stream !== 'live') await pause(5)
  assert.equal(api.statistics().kept, 0)
})

test('among ten thousand revocations at once, the one that matters takes effect', async (t) => {
  const { server, tokens, api } = await setUp(t)
  const soon = server.clock.now() + 300
  const others = Array.from({ length: 10_000 }, (_, index) => `another-token-${index}`)
  const [first, second] = [others.slice(0, 5_000), others.slice(5_000)]
  const deny = (id: string) => server.store.grants.denyAccessToken(id, soon, ACT)
  await Promise.all([...first.map(deny), revoke(server, tokens.accessToken), ...second.map(deny)])
  await api.until(tokens.accessToken, 'refused')
  while (api.statistics().stream !== 'live') await pause(5)
})

test('with wrong credentials nothing is answered from memory and the operator learns why', async (t) => {
  const server = await startServer()
  t.after(() => server.close())
  const { accessToken } = await obtainTokens(server)
  const api = guardApi(t, server, { clientSecret: 'mdt_cs_wrong' })
  await api.until(accessToken, 'unavailable')
  assert.equal(api.problems[0]?.code, 'credentials_refused')
  assert.notEqual(api.statistics().stream, 'live')
  assert.equal(api.statistics().kept, 0)
})

test('a guard that must not cache opens no stream, and refuses at the next request', async (t) => {
  const server = await startServer()
  t.after(() => server.close())
  const { accessToken } = await obtainTokens(server)
  const api = guardApi(t, server, { memory: false })
  assert.equal((await api.check(accessToken)).outcome, 'granted')
  assert.equal((await api.check(accessToken)).outcome, 'granted')
  await revoke(server, accessToken)
  assert.equal((await api.check(accessToken)).outcome, 'refused')
  assert.deepEqual(api.statistics(), {
    ...{ fromMemory: 0, verified: 0, asked: 3, askedWithoutStream: 3, kept: 0, stream: 'off' },
  })
})

test('a closed guard hears nothing and caches nothing', async (t) => {
  const { tokens, api } = await setUp(t)
  api.close()
  assert.deepEqual([api.statistics().kept, api.statistics().stream], [0, 'off'])
  await api.check(tokens.accessToken)
  assert.deepEqual([api.statistics().kept, api.statistics().stream], [0, 'off'])
})
