import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { ACT } from '../../test/act.ts'
import { sampleSigningKeys } from '../../test/sample-signing-keys.ts'
import { client } from '../../test/store/contract/samples.ts'
import { sidFor } from '../grants/signed-in.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { JobImpossible } from './job.ts'
import { createLogoutHandlers } from './logout-jobs.ts'

const ISSUER = 'https://id.example'
const NOW = 1_700_000_000

interface Reply {
  readonly status: number
  readonly location?: string
  readonly body?: string
}

/** A client that gives these answers in turn, and a function that sends it a logout token. */
async function hearing(t: TestContext, replies: readonly Reply[], isAllowed = true) {
  const bodies: string[] = []
  const left = [...replies]
  const listener = createServer(async (request, response) => {
    bodies.push(await text(request))
    const { status, location, body = '' } = left.shift() ?? { status: 200 }
    response.writeHead(status, { ...(location !== undefined && { location }) }).end(body)
  })
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready))
  const { port } = listener.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  const store = await openSqliteStore({ path: ':memory:' })
  t.after(async () => {
    listener.close()
    await store.close()
  })
  const metadata = { backchannel_logout_uri: `http://${host}/logout?x=1` }
  await store.clients.insert({ ...client, metadata }, ACT)
  const handlers = new Map(
    createLogoutHandlers({
      ...{ store, signing: sampleSigningKeys, clock: { now: () => NOW }, random: randomBytes },
      settings: { issuer: ISSUER, openid: true, fetchAllowedHosts: isAllowed ? [host] : [] },
    }),
  )
  const handing = { over: () => assert.fail(), takeBack: () => assert.fail() }
  const input = { accountId: 'account-1', clientId: client.id, sid: 'a'.repeat(22) }
  const tell = async (id = 'job', change: object = {}) =>
    handlers.get('logout-token')?.({ id, input: { ...input, ...change }, attempt: 1 }, handing)
  const tokens = () => bodies.map((body) => new URLSearchParams(body).get('logout_token') ?? '')
  return { tell, tokens, bodies, store }
}

test('a logout token names the session, and nothing that an ID token could be mistaken for', async (t) => {
  const { tell, tokens, bodies } = await hearing(t, [{ status: 200 }, { status: 204 }])
  await tell()
  await tell('another', { sid: undefined })
  const [token = '', forAll = ''] = tokens()
  assert.ok(await sampleSigningKeys.verify(token, { issuer: ISSUER, now: NOW }))
  assert.equal(decodeProtectedHeader(token).typ, 'logout+jwt')
  const { jti, ...claims } = decodeJwt(token)
  assert.deepEqual(claims, {
    ...{ iss: ISSUER, sub: 'account-1', aud: client.id, iat: NOW, exp: NOW + 120 },
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    sid: sidFor('a'.repeat(22), client.id),
  })
  assert.match(String(jti), /^[\w-]{22}$/)
  assert.equal(decodeJwt(forAll)['sid'], undefined)
  assert.notEqual(decodeJwt(forAll).jti, jti)
  assert.deepEqual([...new URLSearchParams(bodies[0]).keys()], ['logout_token'])
})

test('a client that does not answer gets the same token again, known by its jti', async (t) => {
  const { tell, tokens } = await hearing(t, [{ status: 503 }, { status: 200 }])
  await assert.rejects(tell(), /127\.0\.0\.1:\d+ answered a logout token with the status 503\.$/)
  await tell()
  assert.equal(new Set(tokens().map((token) => decodeJwt(token).jti)).size, 1)
})

test('what goes wrong is tried again, unless the client has refused the token', async (t) => {
  const { tell, tokens } = await hearing(t, [
    { status: 400, body: '{"error":"invalid_request"}' },
    { status: 302, location: 'http://127.0.0.1/elsewhere' },
    { status: 200, body: 'x'.repeat(200_000) },
  ])
  await assert.rejects(tell(), JobImpossible)
  for (const problem of [/redirect/, /more than 65536 bytes/]) {
    await assert.rejects(tell(), (error: Error) => {
      assert.ok(!(error instanceof JobImpossible))
      return problem.test(error.message)
    })
  }
  assert.equal(tokens().length, 3)
})

test('SCENARIO 54: a logout address that points into the operator’s network is not called', async (t) => {
  const { tell, bodies } = await hearing(t, [], false)
  await assert.rejects(tell(), /without TLS/)
  assert.deepEqual(bodies, [])
})

test('nothing is sent to a client that was turned off, or no longer listens', async (t) => {
  const { tell, bodies, store } = await hearing(t, [])
  await store.clients.disable(client.id, ACT)
  await tell()
  await store.clients.enable(client.id, ACT)
  await store.clients.update(client.id, { metadata: {} }, ACT)
  await tell()
  assert.deepEqual(bodies, [])
})
