/** Every reason has a wire error and a sentence that a stranger may read. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onBehalfOf, type Reason, Refusal, type WireError } from './refusal.ts'

/** What the specifications call each reason. A new reason has to take its place here. */
const WIRE = {
  malformed_form: 'invalid_request',
  repeated_parameter: 'invalid_request',
  missing_parameter: 'invalid_request',
  malformed_parameter: 'invalid_request',
  malformed_http: 'invalid_request',
  request_too_long: 'invalid_request',
  wrong_content_type: 'invalid_request',
  parameters_in_query: 'invalid_request',
  malformed_retry_key: 'invalid_request',
  unknown_address: 'not_found',
  pending_from_elsewhere: 'invalid_request',
  foreign_page: 'invalid_request',
  content_coding: 'invalid_request',
  cross_site: 'invalid_request',
  unknown_client: 'invalid_client',
  wrong_secret: 'invalid_client',
  public_client_secret: 'invalid_client',
  client_turned_off: 'invalid_client',
  undecodable_credentials: 'invalid_client',
  two_client_ids: 'invalid_client',
  no_credentials: 'invalid_client',
  unsupported_authentication: 'invalid_client',
  two_mechanisms: 'invalid_request',
  two_authorization_headers: 'invalid_request',
  unknown_redirect_uri: 'invalid_request',
  redirect_uri_needed: 'invalid_request',
  unknown_response_type: 'unsupported_response_type',
  challenge_needed: 'invalid_request',
  challenge_method: 'invalid_request',
  scope_malformed: 'invalid_scope',
  scope_not_allowed: 'invalid_scope',
  scope_wider: 'invalid_scope',
  unknown_resource: 'invalid_target',
  resource_not_granted: 'invalid_target',
  request_object: 'request_not_supported',
  request_uri: 'request_uri_not_supported',
  prompt_none_mixed: 'invalid_request',
  sign_in_needed: 'login_required',
  consent_needed: 'consent_required',
  user_said_no: 'access_denied',
  storage_unavailable: 'temporarily_unavailable',
  too_many_codes: 'temporarily_unavailable',
  program_error: 'server_error',
  party_turned_off: 'access_denied',
  unknown_grant_type: 'unsupported_grant_type',
  token_malformed: 'invalid_grant',
  token_of_another_kind: 'invalid_grant',
  grant_unknown: 'invalid_grant',
  token_forged: 'invalid_grant',
  token_of_another_client: 'invalid_grant',
  redirect_uri_differs: 'invalid_grant',
  verifier_missing: 'invalid_grant',
  verifier_not_expected: 'invalid_grant',
  verifier_malformed: 'invalid_grant',
  verifier_wrong: 'invalid_grant',
  grant_revoked: 'invalid_grant',
  account_disabled: 'invalid_grant',
  client_disabled: 'invalid_grant',
  scope_withdrawn: 'invalid_grant',
  generation_expired: 'invalid_grant',
  generation_reused: 'invalid_grant',
  generation_newer: 'invalid_grant',
  key_retired: 'invalid_grant',
  revoking_another_clients_token: 'invalid_request',
} as const satisfies Record<Reason, WireError>

const reasons = Object.keys(WIRE) as Reason[]

test('each reason becomes the error code that the specifications have for it', () => {
  for (const reason of reasons) {
    const refusal = new Refusal(reason)
    assert.equal(refusal.error, WIRE[reason], reason)
    assert.equal(refusal.reason, reason)
    assert.equal(refusal.name, 'Refusal')
    assert.equal(refusal.message, `${WIRE[reason]} (${reason})`)
    assert.deepEqual(refusal.details, {})
  }
})

test('each says in one sentence what is wrong, in the characters of RFC 6749 §5.2', () => {
  for (const reason of reasons) {
    const { description } = new Refusal(reason)
    assert.match(description, /^[A-Za-z][\x20-\x21\x23-\x5b\x5d-\x7e]{15,}\.$/, reason)
    assert.doesNotMatch(description, /undefined/)
  }
})

test('a parameter is named in the sentence', () => {
  const refusal = new Refusal('repeated_parameter', { parameter: 'state' })
  assert.equal(refusal.description, 'The parameter state appears more than once. Send it once.')
  assert.deepEqual(refusal.details, { parameter: 'state' })
})

test('unknown, forged and another client’s sound the same, whatever was found of the grant', () => {
  const heard = (['grant_unknown', 'token_forged', 'token_of_another_client'] as const).flatMap(
    (reason) => [{}, { grant: 'g', presented: 3 }].map((found) => new Refusal(reason, found)),
  )
  assert.equal(new Set(heard.map(({ description }) => description)).size, 1)
})

test('an unknown client, a wrong secret and a client that is turned off sound the same', () => {
  const reasons = ['unknown_client', 'wrong_secret', 'client_turned_off'] as const
  assert.equal(new Set(reasons.map((reason) => new Refusal(reason).description)).size, 1)
})

test('what is refused on behalf of a client is addressed to it, and nothing else is touched', async () => {
  const addressee = { clientId: 'client_sample', standing: 'authenticated' } as const
  const refused = await onBehalfOf(addressee, () => {
    throw new Refusal('scope_wider')
  }).catch((error: unknown) => error)
  assert.ok(refused instanceof Refusal)
  assert.deepEqual(refused.addressee, addressee)
  assert.equal(new Refusal('scope_wider').addressee, null)

  const accident = new Error('a disk is full')
  await assert.rejects(
    onBehalfOf(addressee, () => Promise.reject(accident)),
    (error) => error === accident,
  )
  assert.equal(await onBehalfOf(addressee, () => 'done'), 'done')
})
