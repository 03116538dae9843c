/** SCENARIO 75: no secret from any part of a request appears in the log. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { obtainTokens } from './integrator.ts'
import { rawRequest } from './raw-request.ts'
import { type RunningServer, startServer } from './running-server.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

test('SCENARIO 75: tokens and passwords in paths, however they are encoded, never appear in a log', async () => {
  const get = (path: string) => rawRequest(server.issuer, { method: 'GET', path })
  const { refreshToken } = await obtainTokens(server)
  const [first, rest] = [refreshToken.slice(0, 20), refreshToken.slice(20)]
  const encoded = [...refreshToken]
    .map((character) => `%${character.charCodeAt(0).toString(16)}`)
    .join('')
  const secrets = ['horses4Battery', 'correct%20horse', '4111111111111111']
  const paths = [refreshToken, encoded, `${first}/${rest}`, refreshToken.toUpperCase(), ...secrets]
  for (const place of ['/oauth2/token/', '/', '/errors/', '/assets/', '/oauth2/authorize/..;/']) {
    for (const path of paths) await get(place + path)
  }
  await get('http://jo:horses4Battery@127.0.0.1/x')
  await get(`/oauth2/token;mdt=${refreshToken}?x=${refreshToken}`)
  const log = server.log.join('')
  for (const secret of [
    refreshToken,
    encoded,
    first,
    rest,
    refreshToken.toUpperCase(),
    ...secrets,
  ]) {
    assert.equal(log.includes(secret), false, secret)
  }
  assert.ok(
    server.log.some((line) => line.includes('"/oauth2/token/(')),
    log,
  )
})
