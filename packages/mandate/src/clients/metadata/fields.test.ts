import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { changedMetadata, readMetadata, refuseMetadataProblem } from './fields.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const publicJwk = { ...ec.publicKey.export({ format: 'jwk' }), kid: 'a' }
const privateJwk = ec.privateKey.export({ format: 'jwk' })

test('metadata is checked member by member, and null removes one', () => {
  const jwks = { keys: [publicJwk] }
  const change = readMetadata({ jwks, tls_client_certificate_bound_access_tokens: true })
  const first = changedMetadata({}, change)
  assert.deepEqual(first, { jwks, tls_client_certificate_bound_access_tokens: true })
  const moved = { jwks: null, jwks_uri: 'https://client.example/jwks' }
  assert.deepEqual(changedMetadata(first, readMetadata(moved)), {
    tls_client_certificate_bound_access_tokens: true,
    jwks_uri: 'https://client.example/jwks',
  })
})

test('the fragment of a request_uri may be the hash of its object (OpenID Connect Registration §2)', () => {
  const request_uris = ['https://client.example/object#GkurKxf5T0Y-mnPFCHqWOMiZi4VS138cQO_V7PZHAdM']
  assert.deepEqual(changedMetadata({}, readMetadata({ request_uris })), { request_uris })
  const wrong = { request_uris: ['https://client.example/object#a b'] }
  assert.throws(() => readMetadata(wrong), /https URL/)
})

test('a refusal says what would be right', () => {
  const refused: readonly (readonly [entered: Record<string, unknown>, says: RegExp])[] = [
    [{ colour: 'red' }, /no client metadata colour/],
    [{ constructor: 'red' }, /no client metadata constructor/],
    [{ id_token_encrypted_response_alg: 'RSA-OAEP' }, /does not encrypt/],
    [{ request_object_encryption_enc: 'A128GCM' }, /does not encrypt/],
    [{ tls_client_certificate_bound_access_tokens: 'yes' }, /has to be true or false/],
    [{ jwks_uri: 'http://client.example/jwks' }, /has to be an https URL/],
    [{ jwks_uri: 'https://a:b@client.example/jwks' }, /without user information/],
    [{ jwks: 'keys' }, /a JSON Web Key Set of 1 to 20/],
    [{ jwks: { keys: [] } }, /a JSON Web Key Set of 1 to 20/],
    [{ jwks: { keys: [null] } }, /Key 1 of the jwks is not an object/],
    [{ jwks: { keys: [publicJwk, privateJwk] } }, /Key 2 of the jwks is not a public key/],
    [{ jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }, /is not a public key/],
    [{ jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }] } }, /cannot be read/],
  ]
  for (const [entered, says] of refused) {
    assert.throws(() => readMetadata(entered), says, JSON.stringify(entered))
  }
})

test('keys are registered by value or by address, not both (RFC 7591 §2)', () => {
  const both = { jwks: { keys: [publicJwk] }, jwks_uri: 'https://client.example/jwks' }
  assert.throws(() => refuseMetadataProblem(both, 'private_key_jwt'), /either jwks or jwks_uri/)
})

test('a client registers where people go after a logout, and where it hears of one', () => {
  const refused: readonly (readonly [entered: Record<string, unknown>, says: RegExp])[] = [
    [{ post_logout_redirect_uris: 'https://a.example' }, /has to be a list/],
    [{ post_logout_redirect_uris: ['javascript:alert(1)'] }, /has the scheme javascript:/],
    [{ post_logout_redirect_uris: ['https://a.example/*'] }, /wildcard/],
    [{ post_logout_redirect_uris: ['https://a.example/?state=1'] }, /parameter state/],
    [{ backchannel_logout_uri: 'ftp://a.example' }, /has to be an https URL/],
    [{ backchannel_logout_uri: 'https://a.example/#there' }, /without a fragment/],
    [{ frontchannel_logout_uri: 'javascript:alert(1)' }, /has to be an https URL/],
    [{ frontchannel_logout_session_required: 'yes' }, /true or false/],
  ]
  for (const [entered, says] of refused) {
    assert.throws(() => readMetadata(entered), says, JSON.stringify(entered))
  }
})

test('default_acr_values are as many as a request may name', () => {
  const values = (count: number) => Array.from({ length: count }, (_, at) => `acr-${at}`)
  refuseMetadataProblem({ default_acr_values: values(10) }, 'none')
  assert.throws(
    () => refuseMetadataProblem({ default_acr_values: values(11) }, 'none'),
    /at most 10 default_acr_values/,
  )
})

test('what OpenID Connect clients are registered for is checked member by member', () => {
  const right = {
    ...{ application_type: 'native', id_token_signed_response_alg: 'EdDSA', default_max_age: 0 },
    ...{ require_auth_time: true, contacts: ['ops@client.example'] },
    initiate_login_uri: 'https://client.example/login',
  }
  assert.deepEqual(readMetadata(right), right)
  for (const [entered, says] of [
    [{ application_type: 'mobile' }, /one of web, native/],
    [{ id_token_signed_response_alg: 'none' }, /one of RS256, PS256, ES256, EdDSA/],
    [{ id_token_signed_response_alg: 'HS256' }, /one of RS256/],
    [{ default_max_age: -1 }, /whole number from 0/],
    [{ default_max_age: 1.5 }, /whole number from 0/],
    [{ default_acr_values: ['a b'] }, /visible ASCII/],
    [{ contacts: ['nobody'] }, /an e-mail address/],
    [{ initiate_login_uri: 'http://client.example' }, /an https URL/],
  ] as const) {
    assert.throws(() => readMetadata(entered), says, JSON.stringify(entered))
  }
})
