/** SCENARIO 75: no secret from any part of a request appears in the log. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { auditEvent } from '../src/audit/event.ts'
import { ecsEvent } from '../src/audit/formats/ecs.ts'
import { ocsfEvent } from '../src/audit/formats/ocsf.ts'
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

test('SCENARIO 75: secrets in any part of a request are in no log, event, export or explanation', async () => {
  const { refreshToken, accessToken } = await obtainTokens(server)
  const jwt = `eyJhbGciOiJub25lIn0.${Buffer.from('{"sub":"horses"}').toString('base64url')}.c2ln`
  const password = 'horses4-Battery-staple'
  const basic = Buffer.from(`${server.client.id}:${password}`).toString('base64')
  const secrets = {
    refreshToken,
    accessToken,
    clientSecret: server.clientSecret,
    jwt,
    password,
    basic,
  }
  for (const secret of [refreshToken, accessToken, server.clientSecret, jwt, password]) {
    const query = `?client_id=${server.client.id}&code=${secret}&password=${secret}&${secret}=${secret}`
    const headers = [
      ...([
        ['Authorization', `Bearer ${secret}`],
        ['User-Agent', `Mozilla/5.0 ${secret}`],
      ] as const),
      ...([
        ['Cookie', `mandate_session=${secret}; ${secret}=1`],
        ['Referer', `https://a.example/${secret}`],
      ] as const),
      ...([
        ['X-Api-Key', secret],
        ['Origin', `https://${secret.slice(0, 20)}.example`],
      ] as const),
      // The name of a client certificate, and of the host that a proxy was asked for over TLS.
      ...([
        ['Client-Cert', `:${secret}:`],
        ['X-Forwarded-Host', `${secret}.example`],
      ] as const),
    ]
    const form = [...headers, ['Content-Type', 'application/x-www-form-urlencoded']] as const
    const body = `grant_type=refresh_token&refresh_token=${secret}&client_id=${secret}&client_secret=${secret}&email=${secret}&password=${secret}&${secret}=x`
    for (const path of [
      '/oauth2/token',
      '/oauth2/introspect',
      '/oauth2/revoke',
      '/sign-in',
      '/consent',
      '/admin/v1/users',
      '/console',
    ]) {
      await rawRequest(server.issuer, { method: 'GET', path: path + query, headers })
      await rawRequest(server.issuer, { method: 'POST', path, headers: form, body })
      await rawRequest(server.issuer, {
        method: 'POST',
        path: `${path}/${secret}`,
        headers: form,
        body,
      })
    }
    const redirect = encodeURIComponent(`https://urltoclient:4443/?code=${secret}`)
    const authorize = `/oauth2/authorize?response_type=code&client_id=${server.client.id}&redirect_uri=${redirect}&state=${secret}`
    await rawRequest(server.issuer, { method: 'GET', path: authorize, headers })
  }
  const answer = await rawRequest(server.issuer, {
    method: 'POST',
    path: '/oauth2/token',
    headers: [
      ['Authorization', `Basic ${basic}`],
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ],
    body: 'grant_type=refresh_token',
  })
  // They are kept in order, a moment after the answers.
  const last = /\.([0-9a-f-]{36})"/.exec(answer.text)?.[1] ?? assert.fail(answer.text)
  while ((await server.store.explanations.find(last)) === undefined) await setImmediate()
  const rows = await server.store.audit.listRows({
    ...{ after: { atMs: 0, id: '' }, untilMs: Number.MAX_SAFE_INTEGER, limit: 1_000 },
  })
  const events = (await server.store.facts.list({}, 1_000)).map(auditEvent)
  const kept = {
    log: server.log,
    rows,
    exports: events.flatMap((event) => [event, ocsfEvent(event, '1'), ecsEvent(event, '1')]),
    explanations: await server.store.explanations.list({}, 1_000),
  }
  assert.ok(kept.explanations.length > 5)
  for (const [where, what] of Object.entries(kept)) {
    const text = JSON.stringify(what)
    for (const [name, secret] of Object.entries(secrets)) {
      assert.equal(text.includes(secret), false, `${name} in ${where}`)
      assert.equal(text.includes(encodeURIComponent(secret)), false, `${name} in ${where}`)
    }
  }
})
