/** `acr_values` at the authorization endpoint (RFC 9470 §5): asked for, reached, told, or refused. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { recoveryCodesIn, scan, setUpApp } from './authenticator-app.ts'
import { comeBack, DOOR, door } from './fake-way.ts'
import { exchange, introspect, refresh, tokensOf } from './integrator.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { type Arrival, hiddenFields, newVisitor, simplestRequest, type Visitor } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer({ settings: { secondFactorScopes: ['write'] } })
})
after(() => server.close())

const ASK = '/sign-in/second-factor'
const SET_UP = '/sign-in/set-up-factor'
let people = 0

/** A signed-in person, with an app or without. */
async function signedIn({ withApp = true } = {}) {
  people += 1
  const account = await server.createAccount(`step-${people}@example.com`)
  const visitor = newVisitor({ ...server, account })
  await visitor.signIn(await visitor.follow('/sign-in'))
  if (!withApp) return { account, visitor, app: undefined, codes: [] }
  const APP = '/account/security/authenticator'
  const page = { ...(await visitor.follow(APP)), address: new URL(`${APP}/add`, server.issuer) }
  const { app, codes } = await setUpApp(visitor, page, server.clock.now())
  server.clock.advance(60)
  return { account, visitor, app, codes }
}

const asking = (parameters: Record<string, string>) => ({
  ...simplestRequest(server),
  ...parameters,
})
const codeIn = ({ address }: Arrival) => address.searchParams.get('code') ?? ''
const enter = (visitor: Visitor, page: Arrival, code: string) =>
  visitor.send(page.address.href, { ...hiddenFields(page.html), code })

async function tokenFor(arrival: Arrival) {
  const tokens = tokensOf(await exchange(server, codeIn(arrival)))
  const told = (await introspect(server, tokens.accessToken)).body
  return { ...tokens, told }
}

test('a signed-in person is asked for the second factor only, and the new token tells it', async () => {
  const { account, visitor, app } = await signedIn()
  const plain = await tokenFor(await visitor.open(simplestRequest(server)))
  const [before] = await server.store.sessions.listOf(account.id)
  assert.equal(plain.told['acr'], undefined)
  assert.equal(plain.told['auth_time'], before?.authTime)

  const page = await visitor.open(asking({ acr_values: 'phr 2fa' }))
  assert.equal(page.address.pathname, ASK)
  assert.match(page.html, /asks you to confirm that it is you/)
  assert.doesNotMatch(page.html, /type="password"/)
  const stepped = await tokenFor(await enter(visitor, page, app?.code(server.clock.now()) ?? ''))
  assert.equal(stepped.told['acr'], '2fa')
  // The password was given then, and only then.
  assert.equal(stepped.told['auth_time'], before?.authTime)
  const sessions = await server.store.sessions.listOf(account.id)
  assert.equal(sessions.length, 1)
  assert.notEqual(sessions[0]?.id, before?.id)
  const refreshed = tokensOf(await refresh(server, stepped.refreshToken))
  assert.equal((await introspect(server, refreshed.accessToken)).body['acr'], '2fa')
  // Now nothing more is asked.
  assert.match(codeIn(await visitor.open(asking({ acr_values: '2fa' }))), /^mdt_ac_/)
})

test('a scope of the setting needs a second factor, whatever the request says', async () => {
  const { visitor, app } = await signedIn()
  const page = await visitor.open(asking({ scope: 'read write' }))
  assert.equal(page.address.pathname, ASK)
  const { told } = await tokenFor(await enter(visitor, page, app?.code(server.clock.now()) ?? ''))
  assert.equal(told['acr'], '2fa')
})

test('with max_age, an old sign-in is done again, with both factors', async () => {
  const { visitor, app, account } = await signedIn()
  server.clock.advance(900)
  const request = asking({ acr_values: '2fa', max_age: '300' })
  const page = await visitor.open(request)
  assert.equal(page.address.pathname, '/sign-in')
  const asked = await visitor.signIn(page, { email: account.email })
  assert.equal(asked.address.pathname, ASK)
  const { told } = await tokenFor(await enter(visitor, asked, app?.code(server.clock.now()) ?? ''))
  assert.deepEqual([told['acr'], told['auth_time']], ['2fa', server.clock.now()])
})

test('a person without a second factor sets one up, right after a sign-in only', async () => {
  const { visitor, account } = await signedIn({ withApp: false })
  const request = asking({ acr_values: '2fa' })
  const soon = await visitor.open(request)
  assert.equal(soon.address.pathname, SET_UP)
  assert.match(soon.html, /needs a second step/)
  // Not at a browser that was left open.
  server.clock.advance(15 * 60 + 1)
  const page = await visitor.open(request)
  assert.equal(page.address.pathname, '/sign-in')
  const stale = await visitor.send(soon.address.href, { ...hiddenFields(soon.html), code: '1' })
  assert.equal(stale.address.pathname, '/sign-in')
  const setUp = await visitor.signIn(page, { email: account.email })
  assert.equal(setUp.address.pathname, SET_UP)
  const code = scan(setUp.html).code(server.clock.now())
  const saved = await visitor.send(setUp.address.href, { ...hiddenFields(setUp.html), code })
  assert.equal(recoveryCodesIn(saved.html).length, 10)
  const action = /action="([^"]*go-on[^"]*)"/.exec(saved.html)?.[1]?.replaceAll('&#38;', '&') ?? ''
  const { told } = await tokenFor(await visitor.send(action, {}))
  assert.equal(told['acr'], '2fa')
})

test('prompt=none gets interaction_required, and what cannot be reached is said at once', async () => {
  const { visitor } = await signedIn()
  const error = async (parameters: Record<string, string>) =>
    (await visitor.open(asking(parameters))).address.searchParams.get('error')
  assert.equal(await error({ acr_values: '2fa', prompt: 'none' }), 'interaction_required')
  assert.equal(await error({ acr_values: 'phr urn:gold' }), 'unmet_authentication_requirements')
  assert.equal(await error({ acr_values: 'a  b' }), 'invalid_request')
  const metadata = await fetch(`${server.issuer}/.well-known/oauth-authorization-server`)
  const { acr_values_supported: offered } = (await metadata.json()) as Record<string, unknown>
  assert.deepEqual(offered, ['2fa'])
})

test('with openid, values that nobody here offers are only a wish (OpenID Connect Core §15.1)', async () => {
  const { visitor } = await signedIn()
  const { client } = await server.register({ scope: 'all openid', trusted: true })
  const answer = async (acr_values: string) => {
    const request = { client_id: client.id, scope: 'openid', prompt: 'none', acr_values }
    return (await visitor.open(asking(request))).address.searchParams
  }
  assert.ok((await answer('1 2')).has('code'))
  assert.equal((await answer('1 2fa')).get('error'), 'interaction_required')
})

test('a provider’s own acr is enough if the request asks for it; otherwise it is tried once', async () => {
  const other = await startServer({ settings: { signIn: { door: DOOR } }, wayKinds: [door] })
  try {
    const ask = async (acr_values: string, answer: Record<string, unknown>) => {
      const visitor = newVisitor(other)
      const there = await visitor.open({ ...simplestRequest(other), acr_values })
      assert.equal(there.address.origin, DOOR.address)
      return { visitor, arrival: await comeBack(visitor, there, answer) }
    }
    const gold = await ask('urn:gold', { acr: 'urn:gold' })
    const tokens = tokensOf(await exchange(other, codeIn(gold.arrival)))
    assert.equal((await introspect(other, tokens.accessToken)).body['acr'], 'urn:gold')
    const strong = await ask('2fa', { amr: ['fpt', 'hwk'] })
    const strongTokens = tokensOf(await exchange(other, codeIn(strong.arrival)))
    assert.equal((await introspect(other, strongTokens.accessToken)).body['acr'], '2fa')
    const weak = await ask('urn:gold', { amr: ['pwd'] })
    const { searchParams } = weak.arrival.address
    assert.equal(searchParams.get('error'), 'unmet_authentication_requirements')
    // Its user has no second factor here, and sets one up.
    assert.equal((await ask('2fa', { amr: ['pwd'] })).arrival.address.pathname, SET_UP)
  } finally {
    await other.close()
  }
})
