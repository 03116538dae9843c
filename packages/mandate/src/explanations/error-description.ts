/**
 * `error_description` (RFC 6749 §4.1.2.1, §5.2): what went wrong with this request, with the value that
 * was expected, and what to do next. It may only hold ASCII without `"` and `\`.
 *
 * The reader is the sender of the request. So it tells apart only what the sender may know: an unknown
 * client, a wrong secret and a client that is turned off are one sentence, and so are all the reasons
 * that would tell something about the grant of another client. What concerns a grant is thrown only
 * after the client is authenticated and the token's MAC is found genuine: somebody who holds a public
 * client's own token may read the truth about it too.
 *
 * What the request brought is repeated only as far as `details` has it, which is without secrets, and
 * only in characters that no page would take for markup: clients show this text to people.
 */

import type { Details } from '../store/records.ts'
import type { Reason } from './reasons.ts'

const again = 'Send the user to sign in again.'
const sendBasic = 'Send client id and client secret with HTTP Basic.'
const badClient =
  'Client authentication failed: the client id is unknown, the secret is wrong, or the client is turned off. Compare both with what was shown at registration.'
const notYours = `The code or refresh token is unknown here, or was issued to another client. Check that it comes from this server and was issued to this client_id. If it was, it ended long ago: send the user to sign in again.`

type Sentence = string | ((details: Details) => string)

const SENTENCES: Readonly<Record<Reason, Sentence>> = {
  malformed_form:
    'The parameters are not a valid form. Percent-encode each name and value as UTF-8, and send no NUL.',
  repeated_parameter: ({ parameter }) => `${name(parameter)} appears more than once. Send it once.`,
  missing_parameter: ({ parameter }) => `${name(parameter)} is missing or empty.`,
  malformed_parameter: ({ parameter }) =>
    `${name(parameter)} has a value that it cannot have.${allowedValues(parameter)}`,
  malformed_http: 'The request is not well-formed HTTP.',
  request_too_long: 'The request is longer than this server reads.',
  wrong_content_type:
    'Send the parameters as application/x-www-form-urlencoded in the request body.',
  parameters_in_query: ({ parameters }) =>
    `Parameters belong in the request body, not in the URL, where logs would keep them${after(': ', list(parameters))}.`,
  malformed_retry_key: 'Idempotency-Key must appear once and have 1 to 255 printable characters.',
  unknown_address: ({ sought, right, metadata }) => {
    const where =
      right === undefined
        ? `This server has no ${ascii(sought)}.`
        : `The ${ascii(sought)} is ${ascii(right)}.`
    return `There is nothing at this address. ${where} Every endpoint is in the metadata: ${ascii(metadata)}.`
  },

  pending_from_elsewhere:
    'This sign-in began in another browser, or cookies are blocked. Start again from the app.',
  foreign_page:
    'The request came from a web page whose origin is not that of a registered redirect_uri. Nothing was used up.',
  content_coding: 'The body has a Content-Encoding. Send it as it is.',
  cross_site: 'The form was not sent from a page of this server.',

  unknown_client: (details) => noSecret(details) ?? badClient,
  wrong_secret: badClient,
  public_client_secret:
    'This is a public client, which has no secret. Send client_id in the body, without client_secret and without an Authorization header.',
  client_turned_off: (details) =>
    details['proof'] === 'secret'
      ? 'This client is turned off. Ask the operator of the server to turn it on.'
      : (noSecret(details) ?? badClient),
  no_credentials: (details) =>
    noSecret(details) ??
    'No client credentials were sent. Send client id and client secret with HTTP Basic, or as client_id and client_secret in the body.',
  undecodable_credentials:
    'The Authorization header is not valid HTTP Basic. Form-encode client id and client secret, join them with a colon, and encode the result as base64.',
  two_client_ids:
    'The Authorization header and client_id in the body name different clients. Leave client_id out of the body, or make both the same.',
  unsupported_authentication:
    'This way of client authentication is not offered. Use HTTP Basic, or client_id and client_secret in the body.',
  two_mechanisms:
    'Authenticate the client in one way only: keep the Authorization header and leave client_secret out of the body.',
  two_authorization_headers: 'The request has two Authorization headers. Send one.',

  unknown_redirect_uri:
    'redirect_uri is not registered for this client. It is compared character for character.',
  redirect_uri_needed:
    'The client does not have exactly one registered redirect URI, so the request has to name one: add redirect_uri.',
  unknown_response_type: ({ value }) =>
    `The response_type ${quoted(value, RESPONSE_TYPE)}is not offered. Use response_type=code.`,
  challenge_needed: ({ because }) =>
    because === 'method_without_challenge'
      ? 'code_challenge_method was sent without code_challenge. Send both, or neither.'
      : `${because === 'public_client' ? 'A public client' : 'This client'} has to use PKCE. Send code_challenge and code_challenge_method=S256.`,
  challenge_method: ({ value }) =>
    value === undefined
      ? 'code_challenge_method is missing, which means plain. Send code_challenge_method=S256.'
      : 'The only code_challenge_method offered is S256.',
  scope_malformed:
    'The scope is malformed. Separate scope tokens with one space each, without commas or quotes.',
  scope_not_allowed: ({ too_much, possible }) =>
    `This client may not ask for the scope ${list(too_much)}. Allowed: ${list(possible) || 'none'}.`,
  scope_wider: ({ too_much, possible }) =>
    `The scope asks for more than was granted: ${list(too_much)}. Granted: ${list(possible)}.`,
  unknown_resource: ({ uris, count }) =>
    count === undefined
      ? `No API is registered here as ${list(uris)}. Use the URI that the API is registered with; the operator of the server knows it.`
      : `There are ${ascii(count)} resource parameters, and at most 20 are allowed.`,
  resource_not_granted: ({ uris, granted }) =>
    `The resource ${list(uris)} was not granted. Granted: ${list(granted)}.`,
  request_object:
    'Request objects are not supported. Send the parameters one by one, without request.',
  request_uri: 'request_uri is not supported. Send the parameters one by one, without request_uri.',
  prompt_none_mixed: 'prompt=none cannot be combined with another prompt. Send it alone.',
  sign_in_needed:
    'The user has to sign in, and prompt=none allows no page. Send the request again without prompt=none.',
  consent_needed:
    'The user has to give consent, and prompt=none allows no page. Send the request again without prompt=none.',
  user_said_no: 'The user denied access.',
  storage_unavailable:
    'The server cannot reach its database at the moment. Nothing is lost. Try again in a few seconds.',
  too_many_codes:
    'This user was given very many codes within a minute. Redeem the last one, or try again in a minute.',
  program_error: 'Something went wrong on the server. Its operator can see what in the log.',
  party_turned_off:
    'Access is not possible: the client or the account is turned off, or none of the scope is left to grant. Ask the operator of the server.',

  unknown_grant_type: ({ value }) =>
    `The grant_type ${quoted(value, WORD)}is not offered. Use authorization_code or refresh_token.`,
  token_malformed:
    'This is not a code or refresh token of this server: it was cut or changed, or comes from elsewhere. Compare it with what was received, beginning and end.',
  token_of_another_kind: ({ token_kind, parameter }) =>
    `${KINDS[String(token_kind)] ?? 'A token of another kind'} was sent as ${ascii(parameter)}. Send a code with grant_type=authorization_code and a refresh token with grant_type=refresh_token.`,
  grant_unknown: notYours,
  token_forged: notYours,
  token_of_another_client: notYours,
  redirect_uri_differs: ({ sent, registered }) => {
    if (registered === undefined) {
      return 'redirect_uri was sent, but the authorization request had none. Leave it out. This attempt did not use up the code.'
    }
    return sent === undefined
      ? `redirect_uri is missing. The authorization request had one, so repeat it: ${list(registered)}. This attempt did not use up the code.`
      : `redirect_uri differs from the one in the authorization request. Sent: ${ascii(sent)}. Expected: ${list(registered)}. This attempt did not use up the code.`
  },
  verifier_missing:
    'code_verifier is missing. The authorization request had a code_challenge, so send the verifier that it was made from. This attempt did not use up the code.',
  verifier_not_expected:
    'code_verifier was sent, but the authorization request had no code_challenge. Send code_challenge and code_challenge_method=S256 in the authorization request.',
  verifier_malformed: ({ length, characters }) =>
    `code_verifier is malformed: it must have 43 to 128 characters out of A-Z a-z 0-9 - . _ ~ (RFC 7636 section 4.1). The one sent has ${ascii(length)} characters${after(', not allowed among them: ', list(characters))}.`,
  verifier_wrong: ({ check, made, expected }) =>
    check === 'plain'
      ? 'code_verifier is the code_challenge itself. With S256 the challenge is the SHA-256 of the verifier, in base64url; send the verifier that it was made from.'
      : `code_verifier does not match code_challenge. SHA-256 of the verifier in base64url: ${ascii(made)}. Expected: ${ascii(expected)}. Keep one verifier for each login.`,
  grant_revoked: ({ revoked_because }) =>
    `The grant has ended${after(': ', ENDINGS[String(revoked_because)] ?? '')}. ${again}`,
  account_disabled:
    'The account of the user is turned off. Only the operator of the server can turn it on.',
  client_disabled: 'This client is turned off. Ask the operator of the server to turn it on.',
  scope_withdrawn:
    'Nothing of the granted scope is left: the operator of the server has withdrawn it from this client. Ask the operator.',
  generation_expired: ({ presented, live_until }) =>
    presented === 0
      ? `The code has expired${until(live_until)}. Redeem codes at once. ${again}`
      : `The refresh token has expired${until(live_until)}. ${again}`,
  generation_reused: ({ presented, retry_seconds }) => {
    if (presented === 0) {
      return `The code had been used before, so the grant was ended. Redeem each code once. ${again}`
    }
    if (retry_seconds === undefined) return `The refresh token has already been used. ${again}`
    const remedy =
      retry_seconds === 0
        ? 'A client that refreshes in parallel or retries should send Idempotency-Key; for one that cannot, ask the operator of the server to set refresh_retry_seconds.'
        : 'It came after the refresh_retry_seconds of this client, or its successor had been used.'
    return `The refresh token had been used before, so the grant was ended. ${again} ${remedy}`
  },
  generation_newer: `The database of the server was restored from a backup and does not know this token. Ask the operator of the server, or send the user to sign in again.`,
  key_retired: `The server key of this grant was retired. ${again}`,
  revoking_another_clients_token: 'The token was issued to another client.',
}

const KINDS: Readonly<Record<string, string>> = {
  ac: 'A code',
  rt: 'A refresh token',
  at: 'An access token',
}

const ENDINGS: Readonly<Record<string, string>> = {
  reuse: 'a code or refresh token that had been used came again',
  revoked_by_client: 'the client revoked it',
  revoked_by_user: 'the user disconnected the app',
  revoked_by_operator: 'the operator of the server revoked it',
}

const VALUES: Readonly<Record<string, string>> = {
  state: 'printable ASCII characters.',
  response_mode: 'query or form_post.',
  code_challenge:
    'the 43 characters of base64url that SHA-256 of the verifier gives, without padding.',
  prompt: 'none, login, consent or select_account.',
  max_age: 'a whole number of seconds.',
}

const WORD = /^[a-z][a-z0-9_:.-]{0,79}$/
const RESPONSE_TYPE = /^(?:code|token|id_token|none)(?: (?:code|token|id_token|none))*$/
const SCOPE_OR_URI = /^(?:[A-Za-z0-9._~:/?=&,+*@%-]{1,200}|and \d+ more)$/
const MOST = 5

/** The description of a refusal. `details` hold no secrets. */
export function describeRefusal(reason: Reason, details: Details): string {
  const sentence = SENTENCES[reason]
  return typeof sentence === 'string' ? sentence : sentence(details)
}

/** A secret was needed and not sent: the same whichever client was named, known or not. */
function noSecret({ proof }: Details): string | undefined {
  if (proof === 'none') {
    return `No client secret was sent, and client_id does not name an active public client. ${sendBasic}`
  }
  if (proof === 'none_where_needed') {
    return `No client secret was sent, and nobody can use this endpoint without one. ${sendBasic}`
  }
  return undefined
}

function name(parameter: Details[string] | undefined): string {
  return parameter === undefined ? 'A parameter' : `The parameter ${ascii(parameter)}`
}

function allowedValues(parameter: Details[string] | undefined): string {
  const values = VALUES[String(parameter)]
  return values === undefined ? '' : ` It can be: ${values}`
}

/** The value with a space behind it, where it has the form of one that may be repeated. */
function quoted(value: Details[string] | undefined, form: RegExp): string {
  return typeof value === 'string' && form.test(value) ? `${value} ` : ''
}

function list(values: Details[string] | undefined): string {
  const texts = typeof values === 'object' ? values : []
  const shown = texts.slice(0, MOST).map((text) => (SCOPE_OR_URI.test(text) ? text : '(not shown)'))
  const more = texts.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}

function until(seconds: Details[string] | undefined): string {
  if (typeof seconds !== 'number') return ''
  return `: it was good until ${new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')}`
}

function after(before: string, text: string): string {
  return text === '' ? '' : before + text
}

/** RFC 6749 App. A.8: %x20-21 / %x23-5B / %x5D-7E; and nothing that begins or ends markup. */
function ascii(text: Details[string] | undefined): string {
  return String(text ?? '').replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]|[<>']/g, '?')
}
