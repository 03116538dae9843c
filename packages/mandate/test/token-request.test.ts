/** What a request to the token endpoint may look like (RFC 6749 §3.2, App. B). */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertError, exchange, obtainTokens, refresh, tokensOf } from './integrator.ts'
import { rawRequest } from './raw-request.ts'
import { REDIRECT_URI, type RunningServer, startServer } from './running-server.ts'
import { sendBody } from './token-body.ts'
import { obtainCode } from './visitor.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const send = (body: string | Uint8Array, more?: Parameters<typeof sendBody>[2]) =>
  sendBody(server, body, more)

const redeeming = (code: string) =>
  `grant_type=authorization_code&code=${code}&redirect_uri=${encodeURIComponent(REDIRECT_URI)}`

test('a form is taken with any parameters of its media type, in any case', async () => {
  for (const type of [
    'application/x-www-form-urlencoded; charset=UTF-8',
    'Application/X-WWW-Form-Urlencoded',
    'application/x-www-form-urlencoded;charset=utf-8',
  ]) {
    assert.equal((await send(redeeming(await obtainCode(server)), { type })).status, 200, type)
  }
})

test('any other media type is invalid_request and uses no code up', async () => {
  const code = await obtainCode(server)
  for (const type of [
    'application/json',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/x-www-form-urlencodedx',
    'nonsense',
    null,
  ]) {
    assertError(await send(redeeming(code), { type }), 'invalid_request', String(type))
  }
  assert.equal((await exchange(server, code)).status, 200)
})

test('an error is JSON with error, error_description and an error_uri that explains it', async () => {
  const answer = await send('grant_type=password')
  assertError(answer, 'unsupported_grant_type')
  assert.deepEqual(Object.keys(answer.body), ['error', 'error_description', 'error_uri'])
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.equal(answer.headers.get('pragma'), 'no-cache')
  const page = await fetch(String(answer.body['error_uri']))
  assert.equal(page.status, 200)
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  assert.match(await page.text(), /unsupported_grant_type/)
})

test('the reference in error_uri names one line of the log, with the precise reason', async () => {
  const { refreshToken } = await obtainTokens(server)
  tokensOf(await refresh(server, refreshToken))
  const { body } = await refresh(server, refreshToken)
  const reference = String(body['error_uri']).split('/').at(-1) ?? 'none'
  const lines = server.log.filter((line) => line.includes(reference))
  assert.equal(lines.length, 1)
  assert.match(lines[0] ?? '', /"reason":"generation_reused"/)
  assert.doesNotMatch(JSON.stringify(body), /reused/)
})

test('every error code has a page where its error_uri points', async () => {
  const { refreshToken } = await obtainTokens(server)
  const answers = [
    await send(''),
    await send('grant_type=refresh_token&refresh_token=x', { authorization: 'Basic eDp5' }),
    await send('grant_type=refresh_token&refresh_token=x'),
    await send(`grant_type=refresh_token&refresh_token=${refreshToken}&scope=other`),
    await send(`grant_type=refresh_token&refresh_token=${refreshToken}&resource=other`),
    await send('grant_type=implicit'),
    await send('a'.repeat(1_000_000)),
  ]
  for (const { body } of answers) {
    const uri = String(body['error_uri'])
    assert.ok(uri.startsWith(`${server.issuer}/errors/${body['error']}`), JSON.stringify(body))
    assert.equal((await fetch(uri)).status, 200, uri)
  }
})

test('a parameter that is missing, empty or repeated is invalid_request', async () => {
  for (const body of [
    '',
    '&&&',
    'grant_type=',
    'grant_type',
    'grant_type=authorization_code',
    'grant_type=authorization_code&code=',
    'grant_type=refresh_token',
    'grant_type=refresh_token&refresh_token=',
    'grant_type=refresh_token&grant_type=refresh_token&refresh_token=x',
    'grant_type=refresh_token&refresh_token=x&refresh_token=x',
    'grant_type=authorization_code&code=x&code=y',
    'grant_type=authorization_code&code=x&redirect_uri=a&redirect_uri=a',
    'grant_type=authorization_code&code=x&code_verifier=a&code_verifier=b',
    'grant_type=refresh_token&refresh_token=x&scope=read&scope=write',
    'grant_type=refresh_token&refresh_token=x&client_id=a&client_id=a',
  ]) {
    assertError(await send(body), 'invalid_request', body)
  }
})

test('the description says which parameter is missing, or repeated', async () => {
  const missing = await send('grant_type=refresh_token')
  assert.match(String(missing.body['error_description']), /refresh_token/)
  const repeated = await send('grant_type=refresh_token&grant_type=refresh_token')
  assert.match(String(repeated.body['error_description']), /grant_type/)
})

test('a grant type that is not offered is unsupported_grant_type', async () => {
  for (const grantType of [
    'password',
    'implicit',
    'REFRESH_TOKEN',
    'refresh_token ',
    '__proto__',
  ]) {
    const body = `grant_type=${encodeURIComponent(grantType)}`
    assertError(await send(body), 'unsupported_grant_type', grantType)
  }
})

test('unknown names are ignored, repeated or not, and an empty value counts as omitted', async () => {
  const code = await obtainCode(server)
  const extra = 'x=1&x=2&toString=1&__proto__=2&constructor=3&code_verifier=&scope=&resource=&=&=v'
  assert.equal((await send(`${redeeming(code)}&${extra}`)).status, 200)
})

test('SCENARIO 33: brackets make a name unknown, never an array or an object', async () => {
  const { refreshToken } = await obtainTokens(server, { parameters: { scope: 'read' } })
  const brackets = 'scope[a]=b&scope[]=c&scope.a=d&refresh_token[]=x&grant_type[x]=y'
  const body = `grant_type=refresh_token&refresh_token=${refreshToken}&${brackets}`
  const answer = await send(body)
  assert.deepEqual([answer.status, answer.body['scope']], [200, 'read'])
  assertError(await send('grant_type[]=refresh_token&refresh_token[]=x'), 'invalid_request')
})

test('SCENARIO 33: NUL, broken percent sequences and broken UTF-8 are invalid_request', async () => {
  const start = 'grant_type=refresh_token&refresh_token='
  for (const broken of ['%', '%0', '%zz', '%00', 'x%00y', '%ff', '%c3%28', '%ed%a0%80', '\0']) {
    assertError(await send(start + broken), 'invalid_request', broken)
    assertError(await send(`${start}x&${broken}=1`), 'invalid_request', broken)
  }
  const bytes = Buffer.concat([Buffer.from(start), Buffer.from([0xc3, 0x28])])
  assertError(await send(bytes), 'invalid_request')
})

test('SCENARIO 33: a body of 1 MB is 413', async () => {
  for (const body of ['a'.repeat(1_000_000), `grant_type=${'a'.repeat(1_000_000)}`]) {
    const answer = await send(body)
    assert.deepEqual([answer.status, answer.body['error']], [413, 'invalid_request'])
  }
  assert.equal((await send('a'.repeat(1_000_000), { type: 'text/plain' })).status, 413)
})

test('a plus is a space, and percent sequences are UTF-8 (RFC 6749 App. B)', async () => {
  const { refreshToken } = await obtainTokens(server, { parameters: { scope: 'read write' } })
  const start = 'grant_type=refresh_token&refresh_token='
  const narrow = await send(`${start}${refreshToken}&scope=write+read`)
  assert.equal(narrow.body['scope'], 'write read')
  const again = tokensOf(narrow).refreshToken
  assertError(await send(`${start}${again}&scope=+%25%26%2B%C2%A3%E2%82%AC`), 'invalid_scope')
})

test('other methods are 405 and told to use POST', async () => {
  for (const path of ['/oauth2/token', '/oauth2/introspect', '/oauth2/revoke']) {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      const { status, headers } = await rawRequest(server.issuer, {
        method,
        path,
        headers: [['Origin', 'https://app.example']],
      })
      assert.equal(status, 405, method)
      assert.equal(headers['allow'], 'POST', method)
      assert.equal(headers['access-control-allow-origin'], undefined)
    }
  }
})

test('SCENARIO 32: parameters in the URL are refused, say so, and stand in no log', async () => {
  const code = await obtainCode(server)
  const whole = redeeming(code)
  for (const [path, body] of [
    [`/oauth2/token?${whole}`, ''],
    [`/oauth2/token?code=${code}`, 'grant_type=authorization_code'],
    ['/oauth2/token?grant_type=authorization_code', `code=${code}`],
    [`/oauth2/token?code=${code}`, whole],
    ['/oauth2/token?resource=https://notes.example', whole],
  ] as const) {
    const answer = await send(body, { path })
    assertError(answer, 'invalid_request', path)
    assert.match(String(answer.body['error_description']), /body/)
  }
  assert.ok(!server.log.some((line) => line.includes(code)))
  assert.equal((await send(whole, { path: '/oauth2/token?tracking=1' })).status, 200)
})
