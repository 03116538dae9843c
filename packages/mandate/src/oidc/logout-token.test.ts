import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { sampleSigningKeys } from '../../test/sample-signing-keys.ts'
import { sidFor } from '../grants/signed-in.ts'
import { logoutTokenFor } from './logout-token.ts'

const context = { settings: { issuer: 'https://login.example' }, signing: sampleSigningKeys }
const job = {
  client: { id: 'app', metadata: { id_token_signed_response_alg: 'ES256' } },
  ...{ sub: 'ada', sid: 'session', jobId: 'job 1', now: 1_000 },
} as const

test('it has the claims and the type of Back-Channel Logout §2.4, and no nonce', () => {
  const token = logoutTokenFor(context, job)
  const { jti, ...claims } = decodeJwt(token)
  assert.deepEqual(claims, {
    ...{ iss: 'https://login.example', sub: 'ada', aud: 'app', iat: 1_000, exp: 1_120 },
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    sid: sidFor('session', 'app'),
  })
  assert.match(String(jti), /^[\w-]{22}$/)
  const { alg, typ } = decodeProtectedHeader(token)
  assert.deepEqual({ alg, typ }, { alg: 'ES256', typ: 'logout+jwt' })
})

test('attempts of one job share their jti, and two jobs do not', () => {
  const jti = (changed: object) => decodeJwt(logoutTokenFor(context, { ...job, ...changed })).jti
  assert.equal(jti({ now: 2_000 }), jti({}))
  assert.notEqual(jti({ jobId: 'job 2' }), jti({}))
})

test('without a session, all sessions of the person are meant', () => {
  assert.equal('sid' in decodeJwt(logoutTokenFor(context, { ...job, sid: undefined })), false)
})

test('without a key for the algorithm of the client, nothing is signed', () => {
  const signing = { ...sampleSigningKeys, algorithms: ['RS256'] as const }
  assert.throws(() => logoutTokenFor({ ...context, signing }, job), /No key .* for app\./)
})
