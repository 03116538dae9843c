import assert from 'node:assert/strict'
import { test } from 'node:test'
import { REFUSAL_REASONS, refuse } from './refusal.ts'

const plain = { realm: 'notes', resourceMetadata: undefined }
const needing = (scope: readonly (readonly string[])[]) => ({ scope, signIn: {} })
const described = { realm: 'notes', resourceMetadata: 'https://api.example/.well-known/x' }

test('without credentials the challenge has a realm and no error code', () => {
  const refused = refuse('nothing_presented', plain, needing([]))
  assert.equal(refused.status, 401)
  assert.equal(refused.wwwAuthenticate, 'Bearer realm="notes"')
})

test('a challenge names all scopes of the operation, before a token and after', () => {
  const all = [['notes:read', 'notes:write'], ['all']]
  for (const reason of REFUSAL_REASONS) {
    const { status, wwwAuthenticate } = refuse(reason, plain, needing(all))
    assert.equal(wwwAuthenticate.includes('scope="notes:read notes:write"'), status !== 400, reason)
  }
})

test('a refusal for lack of scope names the scope to ask for', () => {
  const refused = refuse('scope_missing', plain, needing([['notes:read', 'notes:write'], ['all']]))
  assert.equal(refused.status, 403)
  assert.match(
    refused.wwwAuthenticate,
    /error="insufficient_scope".* scope="notes:read notes:write"/,
  )
})

test('every challenge names the API’s metadata, if any', () => {
  for (const reason of REFUSAL_REASONS) {
    assert.match(
      refuse(reason, described, needing([['all']])).wwwAuthenticate,
      /, resource_metadata="https:\/\/api\.example\/\.well-known\/x"$/,
    )
    assert.doesNotMatch(
      refuse(reason, plain, needing([['all']])).wwwAuthenticate,
      /resource_metadata/,
    )
  }
})

test('who sent or has to send a proof gets a DPoP challenge with the algorithms (RFC 9449 §7.1)', () => {
  const sentBy = (
    scheme: 'bearer' | 'dpop',
    reason: 'expired' | 'bound_token_as_bearer' | 'not_bound',
  ) => refuse(reason, plain, { ...needing([]), scheme }).wwwAuthenticate
  for (const challenge of [sentBy('dpop', 'expired'), sentBy('bearer', 'bound_token_as_bearer')]) {
    assert.match(
      challenge,
      /^DPoP realm="notes", error="invalid_token", .*, algs="ES256 EdDSA Ed25519 PS256"$/,
    )
  }
  for (const challenge of [sentBy('bearer', 'expired'), sentBy('dpop', 'not_bound')]) {
    assert.match(challenge, /^Bearer realm="notes", error="invalid_token", [^=]*="[^"]*"$/)
  }
})

test('each error comes with the status that its specification gives it', () => {
  const statuses = { missing_token: 401, invalid_request: 400, invalid_token: 401 }
  const dpop = { invalid_dpop_proof: 401, use_dpop_nonce: 401 }
  const forbidden = { insufficient_scope: 403, insufficient_authorization_details: 403 }
  for (const reason of REFUSAL_REASONS) {
    const { error, status } = refuse(reason, plain, needing([['all']]))
    assert.equal(
      status,
      { ...statuses, ...dpop, ...forbidden, insufficient_user_authentication: 401 }[error],
      reason,
    )
  }
})

test('a description uses only the characters that RFC 6750 §3 allows', () => {
  for (const reason of REFUSAL_REASONS) {
    assert.match(refuse(reason, plain, needing([])).description, /^[\x20\x21\x23-\x5B\x5D-\x7E]+$/)
  }
})

test('a realm with quotes cannot add a parameter to the challenge', () => {
  const realm = 'a", error="x\\'
  assert.equal(
    refuse('nothing_presented', { realm, resourceMetadata: undefined }, needing([]))
      .wwwAuthenticate,
    'Bearer realm="a\\", error=\\"x\\\\"',
  )
})

test('a challenge for a better sign-in says which, and how recent (RFC 9470 §3)', () => {
  const signIn = { acr: ['phr', '2fa'], maxAge: 300 }
  const { status, wwwAuthenticate } = refuse('sign_in_insufficient', plain, { scope: [], signIn })
  assert.equal(status, 401)
  assert.match(
    wwwAuthenticate,
    /error="insufficient_user_authentication".*, acr_values="phr 2fa", max_age="300"$/,
  )
})
