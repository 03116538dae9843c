import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedMetadata, readMetadata, refuseMetadataProblem } from './fields.ts'
import { profileOf, redirectUriOutsideProfile, refreshRetrySecondsOf } from './profile.ts'

const KEYS = { jwks_uri: 'https://client.example/jwks' }
const FAPI = { profile: 'fapi2', dpop_bound_access_tokens: true, ...KEYS }
const after = (entered: Readonly<Record<string, unknown>>) =>
  changedMetadata({}, readMetadata(entered))
const refused = (entered: object, method: 'private_key_jwt' | 'client_secret_basic' | 'none') => {
  try {
    refuseMetadataProblem(after({ ...entered }), method)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

test('a profile adds what it forces, and what is usual with it', () => {
  assert.deepEqual(after(FAPI), {
    ...FAPI,
    id_token_signed_response_alg: 'PS256',
    require_pushed_authorization_requests: true,
  })
  const signing = after({ ...FAPI, profile: 'fapi2_message_signing' })
  assert.equal(signing.require_signed_request_object, true)
  assert.equal(signing.authorization_signed_response_alg, 'PS256')
  assert.equal(
    after({ ...FAPI, id_token_signed_response_alg: 'ES256' }).id_token_signed_response_alg,
    'ES256',
  )
  assert.equal(refused(FAPI, 'private_key_jwt'), undefined)
  assert.equal(profileOf({ metadata: {} }), undefined)
  assert.equal(profileOf({}), undefined)
})

test('a client that the profile does not allow is refused, and told what is missing', () => {
  assert.match(
    refused(FAPI, 'client_secret_basic') ?? '',
    /proves itself with one of private_key_jwt/,
  )
  assert.match(refused(FAPI, 'none') ?? '', /proves itself with one of private_key_jwt/)
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ dpop_bound_access_tokens: false }, /needs bound tokens: dpop_bound_access_tokens or tls_/],
    [
      { require_pushed_authorization_requests: false },
      /pushed_authorization_requests, which cannot be/,
    ],
    [{ id_token_signed_response_alg: 'RS256' }, /the id_token_signed_response_alg is one of PS256/],
    [{ request_object_signing_alg: 'RS256' }, /the request_object_signing_alg is one of PS256/],
    [{ token_endpoint_auth_signing_alg: 'RS512' }, /the token_endpoint_auth_signing_alg is one of/],
    [{ profile: 'fapi1' }, /The profile has to be one of fapi2, fapi2_message_signing/],
  ]
  for (const [change, sentence] of cases) {
    const entered = { ...FAPI, ...change }
    assert.match(refused(entered, 'private_key_jwt') ?? 'taken', sentence, JSON.stringify(change))
  }
  const metadata = after(FAPI)
  assert.equal(
    redirectUriOutsideProfile(metadata, ['https://a.example/', 'app.example:/cb']),
    'app.example:/cb',
  )
  assert.equal(redirectUriOutsideProfile({}, ['http://127.0.0.1/']), undefined)
})

test('a lost answer loses no grant: the used refresh token yields its successor for a minute', () => {
  const metadata = after(FAPI)
  assert.equal(refreshRetrySecondsOf({ refreshRetrySeconds: 0, metadata }), 60)
  assert.equal(refreshRetrySecondsOf({ refreshRetrySeconds: 600, metadata }), 600)
  assert.equal(refreshRetrySecondsOf({ refreshRetrySeconds: 10, metadata: {} }), 10)
})
