/** A failing database: everyone is told to retry, and no good token is used up. */

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { breakableStore } from './breakable-store.ts'
import {
  type Answer,
  assertError,
  exchange,
  introspect,
  obtainTokens,
  ownCredentials,
  refresh,
  revoke,
  tokensOf,
} from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { newVisitor, obtainCode, simplestRequest, type Visitor } from './visitor.ts'

const store = breakableStore()
const sick = store.failure
let server: RunningServer
before(async () => {
  server = await startServer({ wrap: store.wrap })
})
afterEach(() => {
  store.broken.clear()
  store.failure = sick
})
after(() => server.close())

/** Does something while a verb of the store fails. */
async function whileBroken<Result>(verb: string, act: () => Promise<Result>): Promise<Result> {
  store.broken.add(verb)
  try {
    return await act()
  } finally {
    store.broken.delete(verb)
  }
}

function assertUnavailable({ status, headers, body }: Answer): void {
  assert.deepEqual([status, body['error']], [503, 'temporarily_unavailable'])
  assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/)
  assert.equal(headers.get('cache-control'), 'no-store')
}

async function assertUnavailablePage(response: Response): Promise<void> {
  assert.equal(response.status, 503)
  assert.match(response.headers.get('retry-after') ?? '', /^[1-9]\d*$/)
  assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
  assert.match(await response.text(), /Nothing is lost/)
}

async function signedIn(): Promise<Visitor> {
  const visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
  return visitor
}

for (const verb of ['grants.find', 'grants.advance']) {
  test(`SCENARIO 14: a refresh while ${verb} fails is 503, and the token is still good`, async () => {
    const { accessToken, refreshToken } = await obtainTokens(server)
    assertUnavailable(await whileBroken(verb, () => refresh(server, refreshToken)))
    assert.equal((await introspect(server, accessToken)).body['active'], true)
    assert.equal((await refresh(server, refreshToken)).status, 200)
  })

  test(`a code exchange while ${verb} fails is 503, and the code is still good`, async () => {
    const code = await obtainCode(server)
    assertUnavailable(await whileBroken(verb, () => exchange(server, code)))
    assert.equal((await exchange(server, code)).status, 200)
  })
}

test('a client that cannot be read is 503, not an unknown client', async () => {
  const refused = await whileBroken('clients.find', () => refresh(server, 'no token of ours'))
  assertUnavailable(refused)
})

test('fifty refreshes during an outage are fifty 503 and raise no alarm', async () => {
  const { refreshToken } = await obtainTokens(server)
  const answers = await whileBroken('grants.advance', () =>
    Promise.all(Array.from({ length: 50 }, () => refresh(server, refreshToken))),
  )
  for (const answer of answers) assertUnavailable(answer)
  assert.equal((await refresh(server, refreshToken)).status, 200)
})

test('reuse that cannot be recorded is 503, and still raises the alarm afterwards', async () => {
  const first = await obtainTokens(server)
  const second = tokensOf(await refresh(server, first.refreshToken))
  assertUnavailable(await whileBroken('grants.revoke', () => refresh(server, first.refreshToken)))
  assertError(await refresh(server, first.refreshToken), 'invalid_grant')
  assertError(await refresh(server, second.refreshToken), 'invalid_grant')
})

test('SCENARIO 15: a revocation that cannot be written is 503, never 200', async () => {
  const { accessToken, refreshToken } = await obtainTokens(server)
  for (const [verb, token] of [
    ['clients.find', refreshToken],
    ['grants.find', refreshToken],
    ['grants.revoke', refreshToken],
    ['grants.denyAccessToken', accessToken],
  ] as const) {
    assertUnavailable(await whileBroken(verb, () => revoke(server, token)))
  }
  assert.equal((await introspect(server, accessToken)).body['active'], true)
  assert.equal((await revoke(server, refreshToken)).status, 200)
  assert.equal((await introspect(server, accessToken)).body['active'], false)
})

test('introspection that cannot be read is 503, never active false', async () => {
  const { accessToken } = await obtainTokens(server)
  for (const verb of ['grants.find', 'resources.find']) {
    assertUnavailable(await whileBroken(verb, () => introspect(server, accessToken)))
  }
  const own = ownCredentials(server)
  assertUnavailable(await whileBroken('clients.find', () => introspect(server, accessToken, own)))
})

test('until the client is known, an authorization request in an outage gets a page', async () => {
  const visitor = newVisitor(server)
  const address = `/oauth2/authorize?${new URLSearchParams(simplestRequest(server))}`
  await assertUnavailablePage(await whileBroken('clients.find', () => visitor.get(address)))
})

test('after that the client is told temporarily_unavailable (RFC 6749 §4.1.2.1)', async () => {
  const visitor = await signedIn()
  const careful = (await server.register({ trusted: false })).client
  for (const [verb, { id }] of [
    ['consents.find', careful],
    ['grants.insert', server.client],
  ] as const) {
    const request = { ...simplestRequest(server), client_id: id, state: 'abc' }
    const { address } = await whileBroken(verb, () => visitor.open(request))
    assert.equal(address.searchParams.get('error'), 'temporarily_unavailable', verb)
    assert.equal(address.searchParams.get('state'), 'abc')
    assert.equal(address.searchParams.get('iss'), server.issuer)
    assert.equal(address.searchParams.has('code'), false)
  }
})

test('a program error at the authorization endpoint is server_error, and is logged', async () => {
  const visitor = await signedIn()
  store.failure = () => new TypeError('a mistake in the program')
  const { address } = await whileBroken('grants.insert', () =>
    visitor.open(simplestRequest(server)),
  )
  assert.equal(address.searchParams.get('error'), 'server_error')
  assert.doesNotMatch(address.href, /mistake/)
  assert.ok(server.log.some((line) => line.includes('a mistake in the program')))
})

test('a program error is 500 and server_error; its details are only in the log', async () => {
  const { refreshToken } = await obtainTokens(server)
  store.failure = () => new TypeError('another flaw in the program')
  const answer = await whileBroken('grants.find', () => refresh(server, refreshToken))
  assert.deepEqual([answer.status, answer.body['error']], [500, 'server_error'])
  assert.doesNotMatch(JSON.stringify(answer.body), /flaw|\.ts/)
  assert.ok(server.log.some((line) => line.includes('another flaw in the program')))
  const visitor = await signedIn()
  const page = await whileBroken('sessions.find', () => visitor.get('/account'))
  assert.equal(page.status, 500)
  const html = await page.text()
  assert.doesNotMatch(html, /flaw|\.ts/)
  const [, reference = 'none'] = /Reference<\/dt><dd><code>([^<]+)/.exec(html) ?? []
  assert.ok(server.log.some((line) => line.includes(reference) && line.includes('another flaw')))
})

for (const verb of [
  'attempts.find',
  'attempts.add',
  'accounts.findByEmailKey',
  'sessions.insert',
]) {
  test(`a sign-in while ${verb} fails gets a page that says to try again`, async () => {
    const visitor = newVisitor(server)
    const page = await visitor.open(simplestRequest(server))
    const form = { email: server.account.email, password: PASSWORD }
    const send = () => visitor.post(page.address.href, form)
    await assertUnavailablePage(await whileBroken(verb, send))
    assert.equal(visitor.cookies.has('mandate_session'), false)
    const { address } = await visitor.signIn(page)
    assert.match(address.searchParams.get('code') ?? '', /^mdt_ac_/)
  })
}

test('a sign-in that collides with a change to the account says when to try again', async () => {
  const visitor = newVisitor(server)
  const form = { email: server.account.email, password: PASSWORD }
  const overtaken = await startServer({
    wrap: (real) => ({
      ...real,
      sessions: { ...real.sessions, insert: async () => false },
    }),
  })
  try {
    const response = await newVisitor(overtaken).post('/sign-in', form)
    assert.equal(response.status, 503)
    assert.match(response.headers.get('retry-after') ?? '', /^[1-9]\d*$/)
  } finally {
    await overtaken.close()
  }
  assert.equal((await visitor.post('/sign-in', form)).status, 303)
})

test('the account page never says that an app is disconnected when it is not', async () => {
  const { accessToken } = await obtainTokens(server)
  const visitor = await signedIn()
  const send = () => visitor.post('/account/disconnect', { client_id: server.client.id })
  await assertUnavailablePage(await whileBroken('consents.withdraw', send))
  assert.equal((await introspect(server, accessToken)).body['active'], true)
  await assertUnavailablePage(await whileBroken('grants.listNewest', () => visitor.get('/account')))
})

test('a sign-out that cannot be written is 503, and the session continues', async () => {
  const visitor = await signedIn()
  const response = await whileBroken('sessions.delete', () => visitor.post('/sign-out', {}))
  await assertUnavailablePage(response)
  assert.equal((await visitor.get('/account')).status, 200)
})

test('without its database the process is live but not ready', async () => {
  const ready = await whileBroken('store.ping', () => fetch(`${server.issuer}/health/ready`))
  const live = await whileBroken('store.ping', () => fetch(`${server.issuer}/health/live`))
  assert.deepEqual([ready.status, live.status], [503, 200])
  assert.match(ready.headers.get('retry-after') ?? '', /^[1-9]\d*$/)
  assert.equal((await fetch(`${server.issuer}/health/ready`)).status, 200)
})
