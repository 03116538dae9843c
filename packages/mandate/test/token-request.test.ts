/** The permitted forms of a request to the token endpoint (RFC 6749 §3.2, App. B). */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { obtainTokens, refresh, tokensOf } from './integrator.ts'
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

test('a form is accepted with any parameters of its media type, in any case', async () => {
  for (const type of [
    'application/x-www-form-urlencoded; charset=UTF-8',
    'Application/X-WWW-Form-Urlencoded',
    'application/x-www-form-urlencoded;charset=utf-8',
  ]) {
    assert.equal((await send(redeeming(await obtainCode(server)), { type })).status, 200, type)
  }
})

test('the reference in error_uri identifies one log line with the precise reason', async () => {
  const { refreshToken } = await obtainTokens(server)
  tokensOf(await refresh(server, refreshToken))
  const { body } = await refresh(server, refreshToken)
  const reference = String(body['error_uri']).split('/').at(-1) ?? 'none'
  const lines = server.log.filter((line) => line.includes(reference))
  assert.equal(lines.length, 1)
  assert.match(lines[0] ?? '', /"reason":"generation_reused"/)
  assert.doesNotMatch(JSON.stringify(body), /reused/)
})

test('every error code has a page at its error_uri', async () => {
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

test('the description names the missing or repeated parameter', async () => {
  const missing = await send('grant_type=refresh_token')
  assert.match(String(missing.body['error_description']), /refresh_token/)
  const repeated = await send('grant_type=refresh_token&grant_type=refresh_token')
  assert.match(String(repeated.body['error_description']), /grant_type/)
})

const OTHERS = 'GET HEAD PUT PATCH DELETE OPTIONS TRACE PROPFIND QUERY M-SEARCH'.split(' ')

test('other methods are 405, with advice to use POST', async () => {
  for (const path of ['/oauth2/token', '/oauth2/introspect', '/oauth2/revoke']) {
    for (const method of OTHERS) {
      const { status, headers } = await rawRequest(server.issuer, {
        method,
        path,
        headers: [['Origin', 'https://app.example']],
      })
      assert.equal(status, 405, method)
      assert.equal(headers['allow'], 'POST', method)
      assert.equal(headers['access-control-allow-origin'], undefined)
      assert.ok(server.log.some((line) => line.includes(`"method":"${method}","path":"${path}"`)))
    }
  }
})
