import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { clientAuthentication } from './client-secret.ts'

test('Apple gets a client secret signed for this request', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const clock = { now: () => 1_700_000_000 }
  const credentials = { is: 'signed', teamId: 'TEAM', keyId: 'KEY', key } as const
  const server = { issuer: 'https://appleid.apple.com' }
  const body = new URLSearchParams()
  const client = { client_id: 'com.example.web' }
  const authenticate = clientAuthentication(openid, credentials, { server, clock })
  await authenticate(server, client, body, new Headers())
  const secret = body.get('client_secret') ?? ''
  assert.deepEqual(decodeProtectedHeader(secret), { alg: 'ES256', kid: 'KEY' })
  const { payload } = await jwtVerify(secret, publicKey, {
    currentDate: new Date(1_700_000_010_000),
  })
  assert.deepEqual(payload, {
    iss: 'TEAM',
    sub: 'com.example.web',
    aud: 'https://appleid.apple.com',
    iat: 1_700_000_000,
    exp: 1_700_000_300,
  })
})
