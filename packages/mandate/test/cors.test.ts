/** Which responses pages of other origins may read (Fetch Standard, "CORS protocol"). */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { breakableStore } from './breakable-store.ts'
import { exchange, introspect, post, tokensOf } from './integrator.ts'
import { FORM, rawRequest } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { obtainCode } from './visitor.ts'

const APP = 'https://app.example'
const EVIL = 'https://evil.example'
const redirect_uri = `${APP}/callback`
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

let server: RunningServer
let client_id: string
const breakable = breakableStore()
before(async () => {
  server = await startServer({ wrap: breakable.wrap })
  const app = { redirectUris: [redirect_uri], isPublic: true, trusted: false }
  client_id = (await server.register(app)).client.id
})
after(() => server.close())

const codeOf = (id: string, uri: string) =>
  obtainCode(server, {
    ...{ response_type: 'code', client_id: id, redirect_uri: uri },
    ...{ code_challenge, code_challenge_method: 'S256' },
  })

function redeem(code: string, origin: string, by: Readonly<Record<string, string>> = {}) {
  const form = { grant_type: 'authorization_code', client_id, redirect_uri, code, code_verifier }
  return post(`${server.issuer}/oauth2/token`, { ...form, ...by }, { headers: { origin } })
}

const preflight = (path: string, origin: string) =>
  rawRequest(server.issuer, {
    method: 'OPTIONS',
    path,
    headers: [
      ['Origin', origin],
      ['Access-Control-Request-Method', 'POST'],
      ['Access-Control-Request-Headers', 'authorization,content-type,dpop,idempotency-key'],
    ],
  })

test('a page of a registered origin gets its tokens, and may read them', async () => {
  const { status, headers, body } = await redeem(await codeOf(client_id, redirect_uri), APP)
  assert.equal(status, 200)
  assert.equal(headers.get('access-control-allow-origin'), APP)
  assert.equal(headers.get('vary'), 'Origin')
  assert.equal(headers.get('access-control-allow-credentials'), null)
  assert.equal(
    headers.get('access-control-expose-headers'),
    'WWW-Authenticate, DPoP-Nonce, Retry-After',
  )
  assert.equal(typeof body['access_token'], 'string')
})

test('preflights are answered at token and revocation, for registered origins only', async () => {
  for (const path of ['/oauth2/token', '/oauth2/revoke']) {
    const { status, headers } = await preflight(path, APP)
    assert.equal(status, 204)
    assert.equal(headers['access-control-allow-origin'], APP)
    assert.equal(headers['access-control-allow-methods'], 'POST')
    const accepted = headers['access-control-allow-headers']
    assert.equal(accepted, 'Authorization, Content-Type, Idempotency-Key, DPoP')
    assert.match(headers['access-control-max-age'] ?? '', /^\d+$/)
    assert.equal(headers.vary, 'Origin')
    for (const origin of [EVIL, 'null', `${APP}.evil.example`, 'http://app.example', '*']) {
      const refused = await preflight(path, origin)
      assert.equal(refused.headers['access-control-allow-origin'], undefined, origin)
      assert.equal(refused.headers['allow'], 'POST')
    }
  }
})

test('any page may read the metadata', async () => {
  for (const path of [
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration',
  ]) {
    for (const origin of [EVIL, 'null']) {
      const { headers } = await fetch(server.issuer + path, { headers: { origin } })
      assert.equal(headers.get('access-control-allow-origin'), '*')
    }
    const asked = await preflight(path, EVIL)
    assert.deepEqual([asked.status, asked.headers['access-control-allow-origin']], [204, '*'])
    assert.equal(asked.headers['access-control-allow-headers'], '*, Authorization')
  }
})

test('nothing else is readable by other origins, not even registered ones', async () => {
  for (const path of [
    ...['/oauth2/authorize', '/sign-in', '/consent', '/sign-out', '/account', '/'],
    ...['/account/disconnect', '/oauth2/introspect', '/oauth2/revocations', '/errors/x'],
    ...['/health/live', '/nowhere'],
  ]) {
    const asked = await preflight(path, APP)
    const got = await rawRequest(server.issuer, { method: 'GET', path, headers: [['Origin', APP]] })
    for (const { headers } of [asked, got]) {
      const told = Object.keys(headers).filter((name) => name.startsWith('access-control-'))
      assert.deepEqual(told, [], path)
    }
  }
})

test('a page may read why it was refused: 400, 401, 405, 413 and 503', async () => {
  const origin = ['Origin', APP] as const
  const send = (method: string, body: string) =>
    rawRequest(server.issuer, { method, path: '/oauth2/token', headers: [FORM, origin], body })
  const refused = await send('POST', `client_id=${client_id}&grant_type=x`)
  const unknown = await send('POST', 'client_id=unknown&grant_type=x')
  const wrongMethod = await send('PUT', '')
  const large = await send('POST', 'a'.repeat(100_000))
  for (const verb of ['clients.find', 'clients.list']) breakable.broken.add(verb)
  const down = await send('POST', `client_id=${client_id}&grant_type=refresh_token&refresh_token=x`)
  breakable.broken.clear()
  const answers = [refused, unknown, wrongMethod, large, down]
  assert.deepEqual(
    answers.map(({ status }) => status),
    [400, 401, 405, 413, 503],
  )
  for (const { status, headers } of answers) {
    assert.equal(headers['access-control-allow-origin'], APP, String(status))
  }
})

test('a page that could not read the tokens does not use up the code', async () => {
  const code = await codeOf(client_id, redirect_uri)
  const { status, headers, body } = await redeem(code, EVIL)
  assert.deepEqual([status, body['error']], [400, 'invalid_request'])
  assert.match(String(body['error_description']), /origin/)
  assert.equal(headers.get('access-control-allow-origin'), null)
  assert.equal((await redeem(code, APP)).status, 200)
})

test('an app’s web view, with any origin, gets its tokens', async () => {
  const uri = 'com.example.app:/callback'
  const app = { redirectUris: [uri], isPublic: true, trusted: false }
  const { client } = await server.register(app)
  for (const origin of ['capacitor://localhost', 'http://localhost', 'null', EVIL]) {
    const by = { client_id: client.id, redirect_uri: uri }
    assert.equal((await redeem(await codeOf(client.id, uri), origin, by)).status, 200)
  }
  const own = await redeem(await codeOf(client_id, redirect_uri), server.issuer)
  assert.equal(own.status, 200)
})

test('a client with a secret does not count as a page, whatever Origin its proxy adds', async () => {
  const answer = await exchange(server, await obtainCode(server), { headers: { origin: EVIL } })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('access-control-allow-origin'), null)
  const { accessToken } = tokensOf(answer)
  assert.equal((await introspect(server, accessToken)).body['active'], true)
})
