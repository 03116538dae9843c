/**
 * Many precise reasons, few wire codes, one mapping.
 *
 * A check that fails throws a `Refusal` naming its reason. Strangers see the wire error and the
 * sentence beside it; the reason and its details are for the operator and for the client that the
 * refusal is addressed to. Only `http/` turns a refusal into a response, and keeps an explanation.
 */

import type { Details, Standing } from '../store/records.ts'

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

const notValid =
  'The code or refresh token is not valid for this client: unknown, expired, already used or revoked. Send the user to sign in again.'
const badClient =
  'Client authentication failed: unknown client, missing or wrong secret, or a client that is turned off. Send client id and client secret with HTTP Basic.'

// error_description may hold no " and no \ (RFC 6749 §5.2).
const REASONS = {
  malformed_form: ['invalid_request', 'The parameters are not a valid UTF-8 form.'],
  repeated_parameter: ['invalid_request', 'A parameter appears more than once.'],
  missing_parameter: ['invalid_request', 'A required parameter is missing.'],
  malformed_parameter: ['invalid_request', 'A parameter has a value it cannot have.'],
  malformed_http: ['invalid_request', 'The request is not well-formed HTTP.'],
  request_too_long: ['invalid_request', 'The request is too long.'],
  wrong_content_type: [
    'invalid_request',
    'Send the parameters as application/x-www-form-urlencoded in the request body.',
  ],
  parameters_in_query: [
    'invalid_request',
    'Parameters belong in the request body, not in the URL, where logs would keep them.',
  ],
  malformed_retry_key: [
    'invalid_request',
    'Idempotency-Key must appear once and have 1 to 255 printable characters.',
  ],

  pending_from_elsewhere: [
    'invalid_request',
    'This page was opened in another browser, or cookies are turned off.',
  ],
  cross_site: ['invalid_request', 'The form was not sent from a page of this server.'],

  unknown_client: ['invalid_client', badClient],
  wrong_secret: ['invalid_client', badClient],
  public_client_secret: [
    'invalid_client',
    'This is a public client, which has no secret: send client_id in the body, without a client_secret and without an Authorization header.',
  ],
  client_turned_off: ['invalid_client', badClient],
  undecodable_credentials: ['invalid_client', badClient],
  two_client_ids: ['invalid_client', badClient],
  no_credentials: ['invalid_client', badClient],
  unsupported_authentication: [
    'invalid_client',
    'This way of client authentication is not offered here; see the server metadata.',
  ],
  two_mechanisms: [
    'invalid_request',
    'Authenticate the client in one way only: the Authorization header or the body, not both.',
  ],
  two_authorization_headers: ['invalid_request', 'Send one Authorization header.'],

  unknown_redirect_uri: [
    'invalid_request',
    'The redirect_uri is not one of those registered for this client.',
  ],
  redirect_uri_needed: [
    'invalid_request',
    'This client has several redirect URIs registered; the request has to name one.',
  ],
  unknown_response_type: ['unsupported_response_type', 'The only response_type here is code.'],
  challenge_needed: ['invalid_request', 'This client has to send a PKCE code_challenge.'],
  challenge_method: ['invalid_request', 'The only code_challenge_method here is S256.'],
  scope_malformed: ['invalid_scope', 'The scope is not a list of scope tokens.'],
  scope_not_allowed: ['invalid_scope', 'The scope has a token this client may not ask for.'],
  scope_wider: ['invalid_scope', 'The scope asks for more than was granted.'],
  unknown_resource: ['invalid_target', 'The resource is not an API known here.'],
  resource_not_granted: ['invalid_target', 'The resource is not one that was granted.'],
  request_object: ['request_not_supported', 'Request objects are not supported.'],
  request_uri: ['request_uri_not_supported', 'request_uri is not supported.'],
  prompt_none_mixed: ['invalid_request', 'prompt=none cannot be combined with another prompt.'],
  sign_in_needed: ['login_required', 'The user has to sign in, and prompt=none forbids a page.'],
  consent_needed: ['consent_required', 'The user has to agree, and prompt=none forbids a page.'],
  user_said_no: ['access_denied', 'The user did not agree.'],
  storage_unavailable: [
    'temporarily_unavailable',
    'The server cannot reach its database now. Nothing is lost; try again in a moment.',
  ],
  program_error: ['server_error', 'Something went wrong on the server; its operator can see what.'],
  party_turned_off: ['access_denied', 'Access is not possible for this client or this account.'],

  unknown_grant_type: [
    'unsupported_grant_type',
    'The grant_type is not one that this server offers; see the server metadata.',
  ],
  token_malformed: ['invalid_grant', notValid],
  token_of_another_kind: ['invalid_grant', notValid],
  grant_unknown: ['invalid_grant', notValid],
  token_forged: ['invalid_grant', notValid],
  token_of_another_client: ['invalid_grant', notValid],
  redirect_uri_differs: ['invalid_grant', notValid],
  verifier_missing: ['invalid_grant', notValid],
  verifier_not_expected: ['invalid_grant', notValid],
  verifier_wrong: ['invalid_grant', notValid],
  grant_revoked: ['invalid_grant', notValid],
  account_disabled: ['invalid_grant', notValid],
  client_disabled: ['invalid_grant', notValid],
  scope_withdrawn: ['invalid_grant', notValid],
  generation_expired: ['invalid_grant', notValid],
  generation_reused: ['invalid_grant', notValid],
  generation_newer: ['invalid_grant', notValid],
  key_retired: ['invalid_grant', notValid],
  revoking_another_clients_token: ['invalid_request', 'The token was issued to another client.'],
} as const satisfies Record<string, readonly [WireError, string]>

export type Reason = keyof typeof REASONS
export const reasons = Object.keys(REASONS) as readonly Reason[]

/** The client that a refused request is put down to, and how sure that is. */
export interface Addressee {
  readonly clientId: string
  readonly standing: Exclude<Standing, 'unknown'>
}

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly reason: Reason
  readonly error: WireError
  /** What a stranger may read: the wire error's `error_description`. */
  readonly description: string
  /** For the operator and the addressee. Never a secret, never a token. */
  readonly details: Details
  #addressee: Addressee | null = null

  /**
   * `parameter` is a name from the specification and may be told to anyone; `cause` is what went
   * wrong here, for the log.
   */
  constructor(
    reason: Reason,
    details: Details & { readonly parameter?: string } = {},
    options: { readonly cause?: unknown } = {},
  ) {
    const [error, sentence] = REASONS[reason]
    const description =
      details.parameter === undefined ? sentence : `${sentence.slice(0, -1)}: ${details.parameter}.`
    super(`${error} (${reason})`, options)
    this.reason = reason
    this.error = error
    this.description = description
    this.details = details
  }

  /** Null as long as no registered client is known to be meant. */
  get addressee(): Addressee | null {
    return this.#addressee
  }

  addressTo(addressee: Addressee): this {
    this.#addressee = addressee
    return this
  }
}

/** Does what a client asked for; a refusal of it is addressed to that client. */
export async function onBehalfOf<Result>(
  addressee: Addressee,
  act: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    throw error instanceof Refusal ? error.addressTo(addressee) : error
  }
}
