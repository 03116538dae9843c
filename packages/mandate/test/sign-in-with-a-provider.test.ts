/**
 * Sign-in with an OpenID provider through the pages: an independent implementation, and one with
 * faults.
 */

import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { UnsecuredJWT } from 'jose'
import { openBrowser } from './browser.ts'
import { startIndependentProvider } from './independent-provider.ts'
import { travel } from './provider-visitor.ts'
import { PASSWORD, type RunningServer, startServer } from './running-server.ts'
import { type Faults, startUpstream, type Upstream } from './upstream.ts'
import { newVisitor, simplestRequest, unescapeHtml, type Visitor } from './visitor.ts'

type SignIn = Record<string, Record<string, string>>

const SESSION = 'mandate_session'

const codeAt = ({ address }: { readonly address: URL }) => address.searchParams.get('code')
const errorAt = ({ address }: { readonly address: URL }) => address.searchParams.get('error')

function authorization(server: RunningServer, more: Record<string, string> = {}): string {
  return `/oauth2/authorize?${new URLSearchParams({ ...simplestRequest(server), ...more })}`
}

async function startWith(
  context: TestContext,
  provider: { readonly issuer: string; readonly host: string },
  { password = true, ...members }: { password?: boolean } & Record<string, string | boolean> = {},
): Promise<RunningServer> {
  const acme = {
    ...{ way: 'oidc', label: 'Acme', issuer: provider.issuer, client_id: 'mandate' },
    ...{ client_secret: 'secret-of-mandate-at-acme', accept: 'everybody', ...members },
  }
  const signIn = { acme, ...(password && { password: { way: 'password' } }) } as unknown as SignIn
  const server = await startServer({ settings: { signIn, fetchAllowedHosts: [provider.host] } })
  context.after(() => server.close())
  return server
}

async function startIndependent(context: TestContext) {
  const provider = await startIndependentProvider(context)
  const server = await startWith(context, provider, { password: false })
  const client = { id: 'mandate', secret: 'secret-of-mandate-at-acme' }
  provider.serve({ ...client, issuer: server.issuer, way: 'acme' })
  return { provider, server, visitor: newVisitor(server) }
}

test('a user of an independent provider signs in to an app, is recognized again, and signs out at both', async (context) => {
  const { provider, server, visitor } = await startIndependent(context)
  const there = await travel(visitor, authorization(server))
  assert.match(codeAt(there) ?? '', /^mdt_ac_/, there.html)
  const { accounts, sessions } = server.store
  const account = await accounts.findByIdentity(provider.issuer, 'independent-1')
  assert.deepEqual(
    [account?.email, account?.emailVerified, account?.name],
    ['vic@example.com', true, 'Vic'],
  )
  const found = await sessions.find(hash('sha256', visitor.cookies.get(SESSION) ?? '', 'hex'))
  assert.deepEqual(found?.session.amr, ['pwd', 'otp'])
  assert.equal(found?.session.provider, provider.issuer)
  assert.ok(Math.abs((found?.session.authTime ?? 0) - Date.now() / 1_000) < 10)
  // In another browser: the same account.
  const other = newVisitor(server)
  await travel(other, authorization(server))
  assert.equal((await accounts.findByIdentity(provider.issuer, 'independent-1'))?.id, account?.id)
  const out = await visitor.post('/sign-out', {})
  const end = new URL(out.headers.get('location') ?? '')
  assert.equal(end.origin, provider.issuer)
  const ask = await travel(visitor, end.href)
  assert.match(ask.html, /Do you want to sign-out/)
})

test('prompt, max_age and login_hint reach an independent provider, and its answer satisfies them', async (context) => {
  const { provider, server, visitor } = await startIndependent(context)
  const silent = authorization(server, { prompt: 'none' })
  assert.equal(errorAt(await travel(visitor, silent)), 'login_required')
  await travel(visitor, authorization(server))
  server.clock.advance(2)
  const before = provider.interactions.length
  const again = await travel(visitor, authorization(server, { prompt: 'login', login_hint: 'vic' }))
  assert.match(codeAt(again) ?? '', /^mdt_ac_/, again.html)
  const [interaction] = provider.interactions.slice(before)
  assert.equal(interaction?.prompt, 'login')
  assert.equal(interaction?.parameters['login_hint'], 'vic')
  // Already signed in there, so no page is shown.
  visitor.cookies.delete(SESSION)
  assert.match(codeAt(await travel(visitor, silent)) ?? '', /^mdt_ac_/)
})

test('the setting decides who is accepted: by domain, or only known users', async (context) => {
  const upstream = await startUpstream(context)
  const byDomain = await startWith(context, upstream, {
    accept: { domains: ['example.com'] } as unknown as string,
  })
  const come = (server: RunningServer) =>
    travel(newVisitor(server), `/sign-in/with/acme?${new URLSearchParams()}`)
  assert.equal((await come(byDomain)).address.pathname, '/account')
  upstream.person = { ...upstream.person, sub: 'other', email: 'mallory@example.com.evil.example' }
  assert.match((await come(byDomain)).html, /have no account here/)
  upstream.person = { ...upstream.person, email: 'mallory@example.com', email_verified: false }
  assert.equal((await come(byDomain)).status, 403)
  const known = await startWith(context, upstream, { accept: 'known' })
  assert.equal((await come(known)).status, 403)
  const { id } = await known.createAccount('linked@example.com')
  const identity = { provider: upstream.issuer, subject: 'other' }
  await known.store.accounts.link(id, identity, { by: { kind: 'operator', via: 'shell' }, at: 1 })
  assert.match((await come(known)).html, /linked@example\.com/)
})

const wrong: Record<string, { faults: Faults; status: number; says: RegExp }> = {
  'is down': {
    faults: {
      instead: { '/.well-known/openid-configuration': (response) => response.socket?.destroy() },
    },
    ...{ status: 502, says: /cannot be reached at the moment/ },
  },
  'sends a giant document': {
    faults: {
      instead: { '/.well-known/openid-configuration': (response) => response.end('x'.repeat(1e6)) },
    },
    ...{ status: 502, says: /cannot be reached at the moment/ },
  },
  'lies about its issuer': {
    faults: { document: { issuer: 'https://accounts.example' } },
    ...{ status: 502, says: /could not be verified/ },
  },
  'is down when the code is redeemed': {
    faults: { instead: { '/token': (response) => response.socket?.destroy() } },
    ...{ status: 502, says: /cannot be reached at the moment/ },
  },
  'sends an unsigned ID token': {
    faults: { sign: (claims) => new UnsecuredJWT(claims).encode() },
    ...{ status: 502, says: /could not be verified/ },
  },
  'sends an expired ID token': {
    faults: { claims: (right) => ({ ...right, exp: 1 }) },
    ...{ status: 502, says: /could not be verified/ },
  },
  'sends an ID token for another audience': {
    faults: { claims: (right) => ({ ...right, aud: 'another' }) },
    ...{ status: 502, says: /could not be verified/ },
  },
  'says access_denied': {
    faults: { answer: { error: 'access_denied', code: undefined } },
    ...{ status: 403, says: /did not sign you in/ },
  },
}

for (const [what, { faults, status, says }] of Object.entries(wrong)) {
  test(`a provider that ${what}: a page says so, other ways are offered, nothing is left half-done`, async (context) => {
    const upstream = await startUpstream(context)
    const server = await startWith(context, upstream)
    const visitor = newVisitor(server)
    upstream.faults = faults
    const page = await goThrough(server, visitor)
    assert.equal(page.status, status, page.html)
    assert.match(page.html, says)
    assert.equal(visitor.cookies.has(SESSION), false)
    assert.equal(await accountOf(server, upstream), undefined)
    // The app still waits: the user can use the password, or the provider again once it works.
    assert.match(page.html, /name="password"/)
    const action = unescapeHtml(
      /<form class="fields" method="post" action="([^"]+)"/.exec(page.html)?.[1] ?? '',
    )
    const other = await newVisitorWith(server, visitor).send(action, {
      ...{ email: server.account.email, password: PASSWORD },
    })
    assert.match(codeAt(other) ?? '', /^mdt_ac_/)
    upstream.behave()
    server.clock.advance(10)
    const done = await travel(newVisitorWith(server, visitor), linkToAcme(page.html))
    assert.match(codeAt(done) ?? '', /^mdt_ac_/, done.html)
    // What went wrong is in the log, without a code or a token.
    const log = server.log.join('\n')
    if (status === 502) assert.match(log, /"way":"acme","because":"(unreachable|not_trusted)"/)
    assert.doesNotMatch(log, /code-1|secret-of-mandate|eyJ/)
  })
}

test('the callback does not sign in a second time or in another browser', async (context) => {
  const upstream = await startUpstream(context)
  const server = await startWith(context, upstream)
  const visitor = newVisitor(server)
  const back = await wayBack(server, visitor)
  const elsewhere = newVisitor(server)
  const strange = await travel(elsewhere, back)
  assert.equal(strange.status, 400)
  assert.match(strange.html, /cannot be continued.*was started in another browser/s)
  assert.equal(elsewhere.cookies.has(SESSION), false)
  assert.match(codeAt(await travel(visitor, back)) ?? '', /^mdt_ac_/)
  const session = visitor.cookies.get(SESSION)
  const again = await travel(visitor, back)
  assert.equal(again.status, 400)
  assert.match(again.html, /already used/)
  assert.equal(visitor.cookies.get(SESSION), session)
})

test('login CSRF: an attacker cannot finish their own sign-in in the victim’s browser', async (context) => {
  const upstream = await startUpstream(context)
  const server = await startWith(context, upstream)
  const attackers = await wayBack(server, newVisitor(server))
  const victim = newVisitor(server)
  // Also while the victim’s own sign-in is in progress.
  const victims = new URL(await wayBack(server, victim))
  assert.equal((await travel(victim, attackers)).status, 400)
  const mixed = new URL(attackers)
  mixed.searchParams.set('state', victims.searchParams.get('state') ?? '')
  assert.equal((await travel(victim, mixed.href)).status, 502)
  assert.equal(victim.cookies.has(SESSION), false)
})

test('no token and no personal data of a posted answer gets into the URL', async (context) => {
  const upstream = await startUpstream(context)
  const server = await startWith(context, upstream)
  const visitor = newVisitor(server)
  const back = new URL(await wayBack(server, visitor))
  const form = { ...Object.fromEntries(back.searchParams), user: '{"name":"Vic"}', id_token: 'eyJ' }
  const posted = await visitor.post(back.pathname, form)
  const there = new URL(posted.headers.get('location') ?? '', server.issuer)
  assert.deepEqual([...there.searchParams.keys()].sort(), ['code', 'iss', 'state'])
  assert.match(codeAt(await travel(visitor, there.href)) ?? '', /^mdt_ac_/)
})

test('in a real browser, an answer posted from another site works, and cookies are there afterwards', async (context) => {
  const upstream = await startUpstream(context, { name: 'localhost' })
  const server = await startWith(context, upstream)
  upstream.faults = { formPost: true }
  const browser = await openBrowser()
  context.after(() => browser.close())
  const page = await browser.newPage()
  await page.goto(`${server.issuer}/sign-in`)
  await page.getByRole('link', { name: 'Continue with Acme' }).click()
  await page.getByRole('heading', { name: 'Connected apps' }).waitFor()
  assert.match(await page.content(), /vic@example\.com/)
  assert.ok(await accountOf(server, upstream))
})

test('in a real browser, the owner of an account connects a provider, and signs in with it', async (context) => {
  const upstream = await startUpstream(context, { name: 'localhost' })
  const server = await startWith(context, upstream)
  const browser = await openBrowser()
  context.after(() => browser.close())
  const page = await browser.newPage()
  await page.goto(`${server.issuer}/sign-in`)
  await page.getByLabel('E-mail address').fill(server.account.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Security' }).click()
  await page.getByRole('button', { name: 'Connect Acme' }).click()
  await page.getByRole('heading', { name: 'Connect these accounts?' }).waitFor()
  assert.match(await page.content(), /vic@example\.com/)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByText('Acme is connected.').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('You are signed out').waitFor()
  await page.getByRole('link', { name: 'Continue with Acme' }).click()
  await page.getByRole('heading', { name: 'Connected apps' }).waitFor()
  assert.match(await page.content(), new RegExp(server.account.email))
  assert.equal((await accountOf(server, upstream))?.id, server.account.id)
})

const accountOf = (server: RunningServer, { issuer }: Upstream) =>
  server.store.accounts.findByIdentity(issuer, '248289761001')

function linkToAcme(html: string): string {
  return unescapeHtml(/href="(\/sign-in\/with\/acme[^"]*)"/.exec(html)?.[1] ?? '')
}

async function goThrough(server: RunningServer, visitor: Visitor) {
  const offers = await travel(visitor, authorization(server))
  return travel(visitor, linkToAcme(offers.html))
}

/** Goes to the provider; the callback URL is not opened. */
async function wayBack(server: RunningServer, visitor: Visitor): Promise<string> {
  const offers = await travel(visitor, authorization(server))
  const out = await visitor.get(linkToAcme(offers.html))
  const back = await visitor.get(out.headers.get('location') ?? '')
  return back.headers.get('location') ?? ''
}

/** A copy of the browser's state, so that several things can be tried from here. */
function newVisitorWith(server: RunningServer, visitor: Visitor): Visitor {
  const same = newVisitor(server)
  for (const [name, value] of visitor.cookies) same.cookies.set(name, value)
  return same
}
