/** SCENARIO 51: the issuer is one configured string; the Host of a request means nothing. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { basic, ownCredentials } from './integrator.ts'
import { FORM, rawRequest } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { cookieHeader, newVisitor, simplestRequest } from './visitor.ts'

const forgeries: readonly (readonly (readonly [string, string])[])[] = [
  [['Host', 'evil.example']],
  [['Host', 'evil.example:80@127.0.0.1']],
  [
    ['X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Port', '444'],
    ['X-Forwarded-Prefix', '/evil.example'],
    ['Forwarded', 'host=evil.example;proto=https'],
    ['X-Original-URL', 'https://evil.example/'],
    ['X-Rewrite-URL', '/evil.example'],
    ['Origin', 'https://evil.example'],
  ],
]

let server: RunningServer
before(async () => {
  server = await startServer({ settings: { trustedProxies: ['127.0.0.1'] } })
})
after(() => server.close())

test('metadata names the configured issuer, whatever the Host', async () => {
  for (const headers of forgeries) {
    for (const path of ['oauth-authorization-server', 'openid-configuration']) {
      const answer = await rawRequest(server.issuer, {
        method: 'GET',
        path: `/.well-known/${path}`,
        headers,
      })
      assert.equal(JSON.parse(answer.text)['issuer'], server.issuer)
      assert.doesNotMatch(answer.text, /evil/)
    }
  }
})

test('redirects, iss and every header of the authorization endpoint ignore the Host', async () => {
  const visitor = newVisitor(server)
  await visitor.signIn(await visitor.open(simplestRequest(server)))
  const query = new URLSearchParams(simplestRequest(server))
  for (const forged of forgeries) {
    const first = await rawRequest(server.issuer, {
      method: 'GET',
      path: `/oauth2/authorize?${query}`,
      headers: forged,
    })
    assert.match(first.headers.location ?? '', /^\/sign-in\?pending=/)
    const signedIn = await rawRequest(server.issuer, {
      method: 'GET',
      path: `/oauth2/authorize?${query}`,
      headers: [...forged, ['Cookie', cookieHeader(visitor)]],
    })
    const location = new URL(signedIn.headers.location ?? '')
    assert.equal(location.searchParams.get('iss'), server.issuer)
    for (const { headers, text } of [first, signedIn]) {
      assert.doesNotMatch(JSON.stringify(headers) + text, /evil/)
    }
  }
})

test('error_uri and challenges use the issuer', async () => {
  for (const forged of forgeries) {
    const { status, headers, text } = await rawRequest(server.issuer, {
      method: 'POST',
      path: '/oauth2/token',
      headers: [FORM, ...forged],
      body: 'grant_type=refresh_token&refresh_token=x',
    })
    assert.equal(status, 401)
    assert.ok(JSON.parse(text).error_uri.startsWith(`${server.issuer}/errors/invalid_client.`))
    assert.match(headers['www-authenticate'] ?? '', /^Basic realm="/)
    assert.doesNotMatch(JSON.stringify(headers) + text, /evil/)
  }
})

test('tokens are equally good with a forged Host', async () => {
  const authorization = ['Authorization', basic(ownCredentials(server))] as const
  for (const forged of forgeries) {
    const { status, text } = await rawRequest(server.issuer, {
      method: 'POST',
      path: '/oauth2/introspect',
      headers: [FORM, authorization, ...forged],
      body: 'token=x',
    })
    assert.deepEqual([status, JSON.parse(text)], [200, { active: false }])
  }
})

test('pages link only to this server', async () => {
  for (const forged of forgeries) {
    for (const path of ['/', '/sign-in', '/errors/invalid_grant.x', '/oauth2/authorize']) {
      const { text } = await rawRequest(server.issuer, { method: 'GET', path, headers: forged })
      assert.match(text, /<h1>/)
      assert.doesNotMatch(text, /evil/)
    }
  }
})
