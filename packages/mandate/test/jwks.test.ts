/** The published keys, as a client library gets them. */

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { startServer } from './running-server.ts'
import { sampleSigningKeys } from './sample-signing-keys.ts'

const server = await startServer()
after(() => server.close())
const place = `${server.issuer}/oauth2/jwks`

test('a library fetches the keys and verifies what the server signed', async () => {
  const jwt = sampleSigningKeys.sign({ iss: server.issuer }, { alg: 'RS256' })
  const { payload } = await jwtVerify(jwt, createRemoteJWKSet(new URL(place)))
  assert.equal(payload.iss, server.issuer)
})

test('the keys are a JWK Set that caches and pages of any origin may keep for a while', async () => {
  const answer = await fetch(place, { headers: { Origin: 'https://app.example' } })
  assert.equal(answer.headers.get('content-type'), 'application/jwk-set+json')
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=300')
  assert.equal(answer.headers.get('pragma'), null)
  assert.equal(answer.headers.get('access-control-allow-origin'), '*')
  const { keys } = (await answer.json()) as { keys: readonly Record<string, unknown>[] }
  assert.deepEqual(
    keys.map(({ kty, use, alg }) => [kty, use, alg]),
    [
      ['RSA', 'sig', undefined],
      ['EC', 'sig', 'ES256'],
      ['OKP', 'sig', 'EdDSA'],
    ],
  )
  const etag = answer.headers.get('etag') ?? ''
  const kept = await fetch(place, { headers: { 'If-None-Match': `"old", W/${etag}` } })
  assert.deepEqual([kept.status, await kept.text()], [304, ''])
  assert.equal(kept.headers.get('etag'), etag)
  const changed = await fetch(place, { headers: { 'If-None-Match': '"old"' } })
  assert.equal(changed.status, 200)
  await changed.body?.cancel()
  const head = await fetch(place, { method: 'HEAD' })
  assert.deepEqual([head.status, await head.text()], [200, ''])
})
