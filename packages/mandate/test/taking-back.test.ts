/**
 * One permission taken back without disconnecting: what the account page answered is true at once, on
 * every path, and whatever was under way at that moment.
 */

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import {
  assertError,
  type Credentials,
  exchange,
  introspect,
  obtainTokens,
  refresh,
  tokensOf,
} from './integrator.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { hiddenFields, newVisitor, obtainCode, simplestRequest, type Visitor } from './visitor.ts'

let server: RunningServer
/** Each runs once, right before this verb. */
const meanwhile: Partial<Record<'advance' | 'insert' | 'put', () => Promise<unknown>>> = {}
const first = async (verb: keyof typeof meanwhile) => {
  const act = meanwhile[verb]
  delete meanwhile[verb]
  await act?.()
}
before(async () => {
  server = await startServer({
    wrap: (store) => ({
      ...store,
      grants: {
        ...store.grants,
        async advance(step) {
          await first('advance')
          return store.grants.advance(step)
        },
        async insert(grant, act) {
          await first('insert')
          return store.grants.insert(grant, act)
        },
      },
      consents: {
        ...store.consents,
        async put(...given) {
          await first('put')
          return store.consents.put(...given)
        },
      },
    }),
  })
})
after(() => server.close())

let as: Credentials
let visitor: Visitor
beforeEach(async () => {
  const { client, secret } = await server.register({
    ...{ name: 'Parcel Desk', trusted: false, scope: 'all read write' },
  })
  as = { id: client.id, secret }
  visitor = newVisitor(server)
  await visitor.post('/sign-in', { email: server.account.email, password: PASSWORD })
})

const BOTH = { scope: 'read write' }
/** Each a second after the one before, so that it is known which is the newest. */
const connect = () => {
  server.clock.advance(1)
  return obtainTokens(server, { as, parameters: BOTH })
}
const request = (scope = 'read write') => ({ ...simplestRequest(server), client_id: as.id, scope })
/** The newest grant of the app. */
const newest = async () => {
  const { installations } = await server.store.grants.listNewest(server.account.id, {
    now: server.clock.now(),
  })
  return installations.find(({ clientId }) => clientId === as.id) ?? assert.fail('no grant')
}
/** Takes it back on the account page, by the question; returns what the page then says. */
async function takeBack(scope: string, grant?: string): Promise<string> {
  const form = { grant: grant ?? (await newest()).id, scope, account: server.account.id }
  const question = await visitor.send('/account/take-back', form)
  if (!question.html.includes('name="confirmed"')) return question.html
  const fields = hiddenFields(question.html.split('action="/account/take-back"')[1] ?? '')
  return (await visitor.send('/account/take-back', fields)).html
}
const TAKEN = /can no longer do this/
const scopeOf = async (token: string, who?: Credentials) =>
  (await introspect(server, token, who)).body['scope']

test('the question says what ends and what stays; nothing changes before the answer', async () => {
  const { accessToken } = await connect()
  const form = { grant: (await newest()).id, scope: 'write', account: server.account.id }
  const { html, status } = await visitor.send('/account/take-back', form)
  assert.equal(status, 200)
  assert.match(html, /can no longer do this: <bdi>Write/)
  assert.match(html, /It keeps: <bdi>Read/)
  assert.equal(await scopeOf(accessToken), 'read write')
})

test('APIs, the client and the next refresh see what is left, and nobody is logged out', async () => {
  const { accessToken, refreshToken } = await connect()
  assert.match(await takeBack('write'), TAKEN)
  assert.equal(await scopeOf(accessToken), 'read')
  assert.equal(await scopeOf(accessToken, as), 'read')
  assert.equal(await scopeOf(refreshToken, as), 'read')
  const answer = await refresh(server, refreshToken, { as })
  assert.equal(answer.body['scope'], 'read')
  assert.equal(await scopeOf(tokensOf(answer).accessToken), 'read')
  const page = await (await visitor.get('/account')).text()
  assert.ok(page.includes(as.id))
})

test('access tokens with a scope of their own lose it too, and one with nothing left is over', async () => {
  const { refreshToken } = await connect()
  const whole = tokensOf(await refresh(server, refreshToken, { as, form: { scope: 'write read' } }))
  const part = tokensOf(await refresh(server, whole.refreshToken, { as, form: { scope: 'write' } }))
  await takeBack('write')
  assert.equal(await scopeOf(whole.accessToken), 'read')
  assert.deepEqual((await introspect(server, part.accessToken)).body, { active: false })
  assert.equal((await refresh(server, part.refreshToken, { as })).body['scope'], 'read')
})

test('a client that names the scope it once had gets what is left; more than it ever had is refused', async () => {
  const { refreshToken } = await connect()
  await takeBack('write')
  const old = await refresh(server, refreshToken, { as, form: BOTH })
  assert.equal(old.body['scope'], 'read')
  const next = tokensOf(old).refreshToken
  assertError(await refresh(server, next, { as, form: { scope: 'read all' } }), 'invalid_scope')
  const nothing = await refresh(server, next, { as, form: { scope: 'write' } })
  assertError(nothing, 'invalid_scope')
  assert.match(String(nothing.body['error_description']), /taken back the scope write/)
  assert.equal((await refresh(server, next, { as })).status, 200)
})

test('a code that is not redeemed yet yields what is left', async () => {
  const code = await obtainCode(server, request())
  await takeBack('write')
  assert.equal((await exchange(server, code, { as })).body['scope'], 'read')
})

test('the last permission is not taken back but disconnected', async () => {
  const { accessToken } = await connect()
  await takeBack('write')
  assert.match(await takeBack('read'), /the only permission of this connection/)
  assert.equal(await scopeOf(accessToken), 'read')
})

test('what is remembered is narrowed too: the next authorization asks', async () => {
  await connect()
  await takeBack('write')
  const silent = await visitor.open(request('read'))
  assert.match(silent.address.searchParams.get('code') ?? '', /^mdt_ac_/)
  const asked = await visitor.open(request())
  assert.equal(asked.address.pathname, '/consent')
  const again = await visitor.decide(asked, 'allow')
  const code = again.address.searchParams.get('code') ?? ''
  assert.equal((await exchange(server, code, { as })).body['scope'], 'read write')
})

test('a trusted client, about which nobody is asked, does not get it back without asking', async () => {
  const { client, secret } = await server.register({ name: 'Own App', scope: 'all read write' })
  as = { id: client.id, secret }
  await connect()
  // While a request is under way, too.
  meanwhile.insert = async () => assert.match(await takeBack('write'), TAKEN)
  assert.equal((await visitor.open(request())).address.pathname, '/consent')
  assert.equal((await newest()).scope, 'read')
  const silent = await visitor.open(request('read'))
  assert.match(silent.address.searchParams.get('code') ?? '', /^mdt_ac_/)

  server.clock.advance(1)
  await obtainTokens(server, { as, parameters: { scope: 'all read' } })
  await takeBack('all')
  const asked = await visitor.open(request())
  assert.equal(asked.address.pathname, '/consent')
  const again = await visitor.decide(asked, 'allow')
  const code = again.address.searchParams.get('code') ?? ''
  assert.equal((await exchange(server, code, { as })).body['scope'], 'read write')
  assert.match((await visitor.open(request())).address.search, /code=mdt_ac_/)
  assert.equal((await visitor.open(request('all'))).address.pathname, '/consent')
})

test('another connection of the same app keeps what it has', async () => {
  const laptop = await connect()
  const phone = await connect()
  await takeBack('write')
  assert.equal(await scopeOf(phone.accessToken), 'read')
  assert.equal(await scopeOf(laptop.accessToken), 'read write')
})

describe('at the same moment', () => {
  test('a refresh that has read the wider scope answers with the narrower one', async () => {
    const { refreshToken } = await connect()
    meanwhile.advance = async () => assert.match(await takeBack('write'), TAKEN)
    const answer = await refresh(server, refreshToken, { as })
    assert.deepEqual([answer.status, answer.body['scope']], [200, 'read'])
    assert.equal((await refresh(server, tokensOf(answer).refreshToken, { as })).status, 200)
  })

  test('so does an exchange, and a refresh that names the wider scope', async () => {
    const code = await obtainCode(server, request())
    meanwhile.advance = async () => assert.match(await takeBack('write'), TAKEN)
    const exchanged = await exchange(server, code, { as })
    assert.equal(exchanged.body['scope'], 'read')
    const { refreshToken } = await connect()
    meanwhile.advance = async () => assert.match(await takeBack('write'), TAKEN)
    const named = await refresh(server, refreshToken, { as, form: BOTH })
    assert.equal(named.body['scope'], 'read')
    assert.equal(await scopeOf(tokensOf(named).accessToken), 'read')
  })

  test('the repeat of an answer that was lost names the narrower scope', async () => {
    const { refreshToken } = await connect()
    const key = { as, headers: { 'idempotency-key': '"a1"' } }
    const lost = await refresh(server, refreshToken, key)
    assert.equal(lost.body['scope'], 'read write')
    await takeBack('write')
    const again = await refresh(server, refreshToken, key)
    assert.equal(again.body['scope'], 'read')
    assert.equal(tokensOf(again).refreshToken, tokensOf(lost).refreshToken)
  })

  test('two permissions are taken back in two tabs: both are gone', async () => {
    const { refreshToken } = await obtainTokens(server, {
      as,
      parameters: { scope: 'all read write' },
    })
    const { id } = await newest()
    const told = await Promise.all([takeBack('write', id), takeBack('all', id)])
    for (const html of told) assert.match(html, TAKEN)
    assert.equal((await refresh(server, refreshToken, { as })).body['scope'], 'read')
  })

  test('of the two last permissions, one is left', async () => {
    await connect()
    const { id } = await newest()
    await Promise.all([takeBack('write', id), takeBack('read', id)])
    const { scope } = await newest()
    assert.ok(scope === 'read' || scope === 'write', scope)
  })

  test('a double click takes it back once, and leaves one fact', async () => {
    await connect()
    const { id } = await newest()
    const form = { grant: id, scope: 'write', account: server.account.id, confirmed: 'yes' }
    await Promise.all([1, 2].map(() => visitor.post('/account/take-back', form)))
    const facts = await server.store.facts.list({ clientId: as.id }, 100)
    assert.equal(facts.filter(({ kind }) => kind === 'grant.narrowed').length, 1)
  })

  test('the grant ends: the page says that it is no longer connected, and nothing is recorded', async () => {
    const { refreshToken } = await connect()
    const { id } = await newest()
    await visitor.post('/account/disconnect', { client_id: as.id })
    assert.match(await takeBack('write', id), /no longer connected/)
    assertError(await refresh(server, refreshToken, { as }), 'invalid_grant')
    const facts = await server.store.facts.list({ clientId: as.id }, 100)
    assert.ok(!facts.some(({ kind }) => kind === 'grant.narrowed'))
  })

  test('the app connects in the background: the person is asked', async () => {
    await connect()
    meanwhile.insert = async () => assert.match(await takeBack('write'), TAKEN)
    const { address } = await visitor.open(request())
    assert.equal(address.pathname, '/consent')
    assert.equal((await newest()).scope, 'read')
  })

  test('something else is allowed: what was taken back is not remembered again', async () => {
    await connect()
    const page = await visitor.open(request('all'))
    meanwhile.put = async () => assert.match(await takeBack('write'), TAKEN)
    const { address } = await visitor.decide(page, 'allow')
    assert.match(address.searchParams.get('code') ?? '', /^mdt_ac_/)
    const remembered = await server.store.consents.find(server.account.id, as.id)
    assert.deepEqual(remembered?.scope.split(' ').sort(), ['all', 'read'])
  })
})

test("nobody takes anything back from another person's app", async () => {
  const other = await server.createAccount(`other.${as.id}@example.com`)
  const code = await obtainCode(server, request(), { email: other.email })
  const { accessToken } = tokensOf(await exchange(server, code, { as }))
  const { installations } = await server.store.grants.listNewest(other.id, {
    now: server.clock.now(),
  })
  const id = installations[0]?.id ?? ''
  assert.match(await takeBack('write', id), /no longer connected/)
  for (const path of ['take-back', 'disconnect-installation']) {
    const form = { grant: id, scope: 'write', account: server.account.id, confirmed: 'yes' }
    assert.match(await (await visitor.post(`/account/${path}`, form)).text(), /no longer connected/)
    const headers = { 'sec-fetch-site': 'cross-site' }
    assert.equal((await visitor.post(`/account/${path}`, form, headers)).status, 400)
  }
  for (const grant of ['x', '"><script>', '0'.repeat(32)]) {
    assert.match(await takeBack('write', grant), /no longer connected/)
  }
  assert.equal(await scopeOf(accessToken), 'read write')
})

describe('connections', () => {
  test('one is ended, the other stays, and the app has to ask before it connects again', async () => {
    const laptop = await connect()
    const phone = await connect()
    const { id } = await newest()
    const page = await visitor.post('/account/disconnect-installation', { grant: id })
    assert.match(await page.text(), /Its other connections stay/)
    assertError(await refresh(server, phone.refreshToken, { as }), 'invalid_grant')
    assert.equal((await refresh(server, laptop.refreshToken, { as })).status, 200)
    assert.equal((await visitor.open(request())).address.pathname, '/consent')
  })

  test('all are ended after a question, and apps of other people stay', async () => {
    const other = await server.createAccount(`all.${as.id}@example.com`)
    const code = await obtainCode(server, request(), { email: other.email })
    const theirs = tokensOf(await exchange(server, code, { as }))
    const mine = await connect()
    const own = await obtainTokens(server)
    const question = await visitor.send('/account/disconnect-all', {
      account: server.account.id,
    })
    assert.match(question.html, /Disconnect all apps\?/)
    assert.equal(await scopeOf(mine.accessToken), 'read write')
    const fields = hiddenFields(question.html.split('action="/account/disconnect-all"')[1] ?? '')
    assert.match((await visitor.send('/account/disconnect-all', fields)).html, /No connected apps/)
    for (const { accessToken } of [mine, own]) {
      assert.deepEqual((await introspect(server, accessToken)).body, { active: false })
    }
    assert.equal(await scopeOf(theirs.accessToken), 'read write')
    assert.equal((await visitor.open(request())).address.pathname, '/consent')
  })

  test('the page tells each from where it was connected', async () => {
    const headers = {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    }
    await connect()
    await visitor.get(`/oauth2/authorize?${new URLSearchParams(request('read'))}`, headers)
    const page = await (await visitor.get('/account')).text()
    assert.match(page, /Firefox \(Linux\), (127\.0\.0\.1|::1)/)
  })
})
