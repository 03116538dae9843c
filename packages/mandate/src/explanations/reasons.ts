/**
 * Every reason for which a request is refused, with its one wire error. What an answer says of it is in
 * `error-description.ts`, what the operator and the client's owner read in `pages/remedies.ts`.
 */

/** Error codes of RFC 6749 §4.1.2.1 and §5.2, RFC 8707 §2, OpenID Connect Core §3.1.2.6, RFC 9101 §6. */
export type WireError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'access_denied'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'login_required'
  | 'consent_required'
  | 'server_error'
  | 'temporarily_unavailable'
  /** Ours, for an address that is no endpoint. */
  | 'not_found'

export const wireErrors = {
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
} as const satisfies Record<string, WireError>

export type Reason = keyof typeof wireErrors
export const reasons = Object.keys(wireErrors) as readonly Reason[]
