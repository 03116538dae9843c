/** `mandate serve` as deployed: behind a proxy that terminates TLS. */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import * as oauth from 'openid-client'
import { needs } from '../../../scripts/debian/programs.ts'
import { freePort } from '../src/runtime/ports.ts'
import { serving, temporaryDirectory } from './command-line/mandate-process.ts'
import { runDocument } from './command-line/run-command.ts'
import { makeCertificate, startHttpsProxy, VISITOR_ADDRESS } from './https-proxy.ts'
import { PASSWORD } from './running-server.ts'
import { newVisitor, type Site, type Visitor } from './visitor.ts'

const EMAIL = 'jo.martin@example.com'
const REDIRECT_URI = 'https://ledgerline.example/callback'

interface RunningSite extends Site {
  readonly data: string
}

/** A server whose issuer is the proxy in front of it, and a user on it. */
async function startSite(
  context: TestContext,
  settings: readonly string[] = [],
): Promise<RunningSite> {
  const data = join(temporaryDirectory(), 'data')
  const port = await freePort('127.0.0.1')
  const proxy = await startHttpsProxy(makeCertificate(temporaryDirectory()), port)
  context.after(() => proxy.close())
  const place = ['--issuer', proxy.origin, '--port', String(port), '--data', data]
  const server = serving(['serve', '--json', '--log-level', 'silent', ...place, ...settings])
  const [line] = await server.until(/^.*\n/)
  assert.equal(JSON.parse(line).issuer, proxy.origin)
  const user = ['user', 'create', '--init', EMAIL, '--password-stdin', '--data', data]
  await runDocument(user, { input: `${PASSWORD}\n` })
  return { issuer: proxy.origin, account: { email: EMAIL }, data }
}

async function register({ data }: RunningSite) {
  const made = [
    'client',
    'create',
    '--init',
    '--name',
    'Ledgerline',
    '--redirect-uri',
    REDIRECT_URI,
  ]
  const client = await runDocument([...made, '--data', data])
  return { id: String(client['client_id']), secret: String(client['client_secret']) }
}

test('behind a trusted proxy that speaks TLS', needs('openssl'), async (context) => {
  const site = await startSite(context, ['--trusted-proxies', '127.0.0.1'])

  await context.test(
    'a client that speaks https alone goes from discovery to revocation',
    async () => {
      const { id, secret } = await register(site)
      const config = await oauth.discovery(new URL(site.issuer), id, secret, undefined, {
        algorithm: 'oauth2',
      })
      const pkceCodeVerifier = oauth.randomPKCECodeVerifier()
      const start = oauth.buildAuthorizationUrl(config, {
        redirect_uri: REDIRECT_URI,
        code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      })
      const visitor = newVisitor(site)
      const asked = await visitor.open(Object.fromEntries(start.searchParams))
      const { address } = await visitor.decide(await visitor.signIn(asked), 'allow')
      const tokens = await oauth.authorizationCodeGrant(config, address, { pkceCodeVerifier })
      const refreshed = await oauth.refreshTokenGrant(config, tokens.refresh_token ?? '')
      const known = await oauth.tokenIntrospection(config, refreshed.access_token)
      assert.equal(known.iss, site.issuer)
      await oauth.tokenRevocation(config, refreshed.access_token)
      assert.equal((await oauth.tokenIntrospection(config, refreshed.access_token)).active, false)
    },
  )

  await context.test(
    'every cookie of a sign-in is Secure and bound to this host (RFC 6265bis §4.1.3.2)',
    async () => {
      const visitor = newVisitor(site)
      const answers = [
        await visitor.get('/sign-in'),
        await visitor.post('/sign-in', { email: EMAIL, password: PASSWORD }),
      ]
      const cookies = answers.flatMap(({ headers }) => headers.getSetCookie())
      assert.deepEqual(cookies.map((cookie) => cookie.split('=', 1)[0]).sort(), [
        '__Host-mandate_browser',
        '__Host-mandate_session',
      ])
      for (const cookie of cookies) {
        assert.match(cookie, /; Secure(;|$)/)
        assert.match(cookie, /; HttpOnly(;|$)/)
        assert.match(cookie, /; Path=\/(;|$)/)
        assert.doesNotMatch(cookie, /; Domain=/i)
      }
      assert.equal((await visitor.get('/account')).status, 200)
    },
  )

  await context.test(
    'whatever is asked, the answer says to stay with https (RFC 6797 §7.1)',
    async () => {
      const places = ['/', '/sign-in', '/account', '/nothing-here', '/health/live', '/oauth2/token']
      const metadata = '/.well-known/oauth-authorization-server'
      for (const place of [...places, '/oauth2/authorize', '/assets/stylesheet.css', metadata]) {
        const { headers } = await newVisitor(site).get(place)
        assert.match(headers.get('strict-transport-security') ?? place, /^max-age=\d{7,}/)
      }
    },
  )

  await context.test(
    'forms are taken from pages of the https address, not of the http one behind it',
    async () => {
      const form = { email: EMAIL, password: PASSWORD }
      const post = async (origin: string) =>
        (await newVisitor(site).post('/sign-in', form, { origin })).status
      assert.equal(await post(site.issuer), 303)
      assert.equal(await post(site.issuer.replace('https:', 'http:')), 400)
    },
  )

  await context.test(
    'guesses are counted for the address that the proxy saw, whatever the guesser claims',
    async () => {
      const email = 'guessed@example.com'
      for (let i = 0; i < 10; i++) {
        const claimed = { 'x-forwarded-for': `203.0.113.${i}` }
        assert.equal(await guess(newVisitor(site), { email, from: '192.0.2.1', ...claimed }), 401)
      }
      assert.equal(await guess(newVisitor(site), { email, from: '192.0.2.1' }), 429)
      assert.equal(await guess(newVisitor(site), { email, from: '192.0.2.2' }), 401)
    },
  )

  await context.test('what else a proxy may say of the request changes nothing', async () => {
    const claims = { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example' }
    const look = async (place: string, headers: Readonly<Record<string, string>>) => {
      const visitor = newVisitor(site)
      const answer = await visitor.get(place, headers)
      const location = answer.headers.get('location')
      return { location, text: await answer.text(), cookies: [...visitor.cookies.keys()] }
    }
    for (const place of ['/.well-known/oauth-authorization-server', '/sign-in', '/account']) {
      assert.deepEqual(await look(place, claims), await look(place, {}))
    }
  })
})

test(
  'behind an untrusted proxy all guesses count as the proxy’s',
  needs('openssl'),
  async (context) => {
    const site = await startSite(context)
    const email = 'guessed@example.com'
    for (let i = 0; i < 10; i++) {
      assert.equal(await guess(newVisitor(site), { email, from: `192.0.2.${i}` }), 401)
    }
    assert.equal(await guess(newVisitor(site), { email, from: '192.0.2.99' }), 429)
  },
)

/** The status of one sign-in with a wrong password, by a visitor from that address. */
async function guess(
  visitor: Visitor,
  { email, from, ...headers }: { readonly email: string; readonly from: string },
): Promise<number> {
  const form = { email, password: 'wrong' }
  const answer = await visitor.post('/sign-in', form, { ...headers, [VISITOR_ADDRESS]: from })
  await answer.body?.cancel()
  return answer.status
}
