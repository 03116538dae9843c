/**
 * For every reason of a refusal, in plain words: what was wrong, and what to do next. The keys are
 * the reasons of `oauth/refusal.ts`; a test fails where one is missing here.
 */

export interface Remedy {
  readonly happened: string
  readonly next: string
}

const again = 'Send the person to sign in again; that begins a new grant.'

export const remedies: Readonly<Record<string, Remedy>> = {
  malformed_form: {
    happened: 'The parameters could not be read as a form.',
    next: 'Percent-encode each name and value as UTF-8, and send no NUL. A form library does this for you.',
  },
  repeated_parameter: {
    happened: 'A parameter came more than once.',
    next: 'Send it once. Look for a value that is both in the code and in the address it is added to.',
  },
  missing_parameter: {
    happened: 'A parameter that is required was missing. An empty one counts as missing.',
    next: 'Add the parameter named below, with a value.',
  },
  malformed_parameter: {
    happened: 'A parameter had a value it cannot have.',
    next: 'Look the parameter up in RFC 6749, or in RFC 7636 where its name begins with code_.',
  },
  malformed_http: {
    happened: 'The request was not well-formed HTTP.',
    next: 'Send it with an HTTP library, and look at what proxies on the way change.',
  },
  request_too_long: {
    happened: 'The request was longer than this server reads.',
    next: 'Keep an authorization request below 8,000 characters and a body below 64 KiB. A long state can be kept on your side under a short name.',
  },
  wrong_content_type: {
    happened: 'The body was not declared to be a form.',
    next: 'Send the parameters as application/x-www-form-urlencoded, not as JSON.',
  },
  parameters_in_query: {
    happened: 'Parameters stood in the URL, where logs keep them.',
    next: 'Move them to the body. If a token or a secret was among them, treat it as known to others: rotate the secret, revoke the token.',
  },
  malformed_retry_key: {
    happened: 'The Idempotency-Key header had no usable value.',
    next: 'Send it once, with 1 to 255 printable characters: a fresh random value for each request, kept for its repetition.',
  },
  pending_from_elsewhere: {
    happened: 'A sign-in was continued in another browser than it began in, or without cookies.',
    next: 'Start again from the app, in one browser, with cookies allowed for this server.',
  },
  cross_site: {
    happened: 'A form came from a page of another site.',
    next: 'Use the form on this server’s own page. Forms here cannot be embedded or sent from elsewhere.',
  },

  unknown_client: {
    happened: 'No client with this id is registered here.',
    next: 'Compare the client id with the one shown at registration, and make sure that this is the right server. The operator sees all ids with: mandate client list.',
  },
  wrong_secret: {
    happened: 'The client is known, and the secret was not its own.',
    next: 'Compare the secret with the one shown at registration or at its last rotation. In HTTP Basic, id and secret are form-encoded before they are joined. If it is lost, the operator makes a new one with mandate client rotate-secret, or for an API with mandate resource rotate-secret.',
  },
  public_client_secret: {
    happened: 'The client is a public one, which has no secret, and a secret was sent.',
    next: 'Leave client_secret and the Authorization header out, and send client_id in the body. If the client can keep a secret, register it again without --public.',
  },
  client_turned_off: {
    happened: 'The client is known and has been turned off.',
    next: 'Ask the operator why. It is turned on again with: mandate client enable.',
  },
  undecodable_credentials: {
    happened: 'The Authorization header could not be decoded.',
    next: 'Form-encode id and secret, join them with a colon, and encode that as base64, with padding and without line breaks.',
  },
  two_client_ids: {
    happened: 'The Authorization header and the body named two different clients.',
    next: 'Leave client_id out of the body, or make both the same.',
  },
  no_credentials: {
    happened: 'No client credentials were sent.',
    next: 'Authenticate with HTTP Basic: client id and client secret. A client that cannot keep a secret has to be registered as a public one.',
  },
  unsupported_authentication: {
    happened: 'The client authenticated in a way that is not offered here.',
    next: 'Use HTTP Basic, or client_id and client_secret in the body. The server metadata lists what is offered.',
  },
  two_mechanisms: {
    happened: 'The client authenticated in two ways at once.',
    next: 'Keep the Authorization header and leave client_secret out of the body.',
  },
  two_authorization_headers: {
    happened: 'The request had two Authorization headers.',
    next: 'Send one. A proxy or an HTTP library may add the second.',
  },

  unknown_redirect_uri: {
    happened: 'The redirect URI is none of those registered for the client.',
    next: 'Send a registered one, character for character, or have this one registered: mandate client update --redirect-uri.',
  },
  redirect_uri_needed: {
    happened: 'The client has several redirect URIs and the request named none.',
    next: 'Add redirect_uri with one of the registered ones.',
  },
  unknown_response_type: {
    happened: 'The response_type was not code.',
    next: 'Use the authorization code flow: response_type=code. Tokens are never sent to the browser.',
  },
  challenge_needed: {
    happened: 'A PKCE challenge was needed and not sent.',
    next: 'Send code_challenge and code_challenge_method=S256, and keep the verifier for the token request.',
  },
  challenge_method: {
    happened: 'The PKCE method was not S256. A missing one means plain.',
    next: 'Send code_challenge_method=S256, and as challenge the SHA-256 of the verifier in base64url.',
  },
  scope_malformed: {
    happened: 'The scope was not a list of scope tokens.',
    next: 'Separate the tokens by one space each, without commas and quotes.',
  },
  scope_not_allowed: {
    happened: 'The scope had a token that this client may not ask for.',
    next: 'Ask for less, or have the token allowed: mandate client update --scope.',
  },
  scope_wider: {
    happened: 'The scope asked for more than the person granted.',
    next: 'Ask for a part of what was granted. For more, send the person through the login again with the wider scope.',
  },
  unknown_resource: {
    happened: 'The resource parameter named an API that is not registered here, or too many.',
    next: 'Compare it with the registered URI, character for character. The operator registers an API with: mandate resource create.',
  },
  resource_not_granted: {
    happened: 'The resource parameter named an API that the person did not agree to.',
    next: 'Ask for one of those that were granted, or name the API in the authorization request.',
  },
  request_object: {
    happened: 'The request used a request object (the request parameter).',
    next: 'Send the parameters one by one.',
  },
  request_uri: {
    happened: 'The request used request_uri.',
    next: 'Send the parameters one by one.',
  },
  prompt_none_mixed: {
    happened: 'The value none was combined with another prompt.',
    next: 'Send prompt=none alone, or leave it out.',
  },
  sign_in_needed: {
    happened:
      'Nobody was signed in, or not recently enough, and prompt=none forbade the sign-in page.',
    next: 'Send the request again without prompt=none.',
  },
  consent_needed: {
    happened: 'The person had not agreed to this yet, and prompt=none forbade the consent page.',
    next: 'Send the request again without prompt=none.',
  },
  user_said_no: {
    happened: 'The person was asked and did not agree.',
    next: 'Go on without access. Ask again only when the person wants to.',
  },
  party_turned_off: {
    happened: 'The client or the account was turned off, or no scope was left to grant.',
    next: 'Ask the operator.',
  },
  storage_unavailable: {
    happened: 'The server could not reach its database.',
    next: 'Nothing is lost. Send the person through the login again in a moment.',
  },
  program_error: {
    happened: 'Something went wrong in the server.',
    next: 'Give the operator this reference; the cause stands beside it in the log.',
  },

  unknown_grant_type: {
    happened: 'The grant_type is not offered here.',
    next: 'Use authorization_code or refresh_token. The server metadata lists what is offered.',
  },
  token_malformed: {
    happened:
      'What was sent is no code and no refresh token of this server: it was cut, changed, or comes from elsewhere.',
    next: 'Compare its first and last characters with what was received. Codes begin with mdt_ac_, refresh tokens with mdt_rt_. A column that is too short cuts them.',
  },
  token_of_another_kind: {
    happened:
      'A token of another kind was sent: a code where a refresh token belongs, an access token, or the reverse.',
    next: 'Send the code with grant_type=authorization_code, and the refresh token with grant_type=refresh_token.',
  },
  grant_unknown: {
    happened:
      'The grant of this token is not kept here: it ended long ago, or belongs to another server.',
    next: again,
  },
  token_forged: {
    happened: 'The token has the right form and was not made by this server.',
    next: 'Make sure that it comes from this server and not from another installation. Otherwise somebody is guessing.',
  },
  token_of_another_client: {
    happened: 'The token was issued to another client.',
    next: 'Authenticate as the client that received it. If that is not yours, find out how the token came to you.',
  },
  redirect_uri_differs: {
    happened: 'The redirect_uri of the token request is not that of the authorization request.',
    next: 'Send the same string in both, or in neither. The code is still good for what is left of its time.',
  },
  verifier_missing: {
    happened: 'The code was asked for with a PKCE challenge, and the code_verifier was missing.',
    next: 'Send the verifier that the challenge was made of. Keep it with the state, on your side.',
  },
  verifier_not_expected: {
    happened:
      'A code_verifier was sent though the code was asked for without a challenge. That is what a downgrade attack looks like.',
    next: 'Send code_challenge in the authorization request too. If you did, somebody took it out on the way.',
  },
  verifier_malformed: {
    happened:
      'The code_verifier is malformed: it must have 43 to 128 characters out of A–Z a–z 0–9 - . _ ~.',
    next: 'Make it from 32 random bytes in base64url, without the padding (=). The code is still good for what is left of its time.',
  },
  verifier_wrong: {
    happened: 'The code_verifier does not match the code_challenge.',
    next: 'Keep one verifier for each login, and make the challenge as base64url(SHA-256(verifier)) without padding.',
  },
  grant_revoked: { happened: 'The grant had been ended.', next: again },
  account_disabled: {
    happened: 'The account of the person has been turned off.',
    next: 'Only the operator can turn it on again.',
  },
  client_disabled: {
    happened: 'The client has been turned off.',
    next: 'Ask the operator why. It is turned on again with: mandate client enable.',
  },
  scope_withdrawn: {
    happened:
      'Nothing is left of the granted scope: the operator has withdrawn it from the client.',
    next: 'Ask the operator, then send the person to sign in again.',
  },
  generation_expired: {
    happened: 'The code or refresh token came too late.',
    next: `Redeem a code at once. ${again}`,
  },
  generation_reused: {
    happened: 'A code or refresh token that can be used once came again, so the grant was ended.',
    next: `${again} Then look for two processes that use the same refresh token, a copy in a backup, or a retry without Idempotency-Key. @mandate/client keeps processes and retries apart. If it is none of these, the token was stolen.`,
  },
  generation_newer: {
    happened:
      'The token is newer than what the database knows of the grant: it was restored from a backup.',
    next: 'The operator can let such grants go on: mandate restore --accept-newer-generations. Otherwise the person has to sign in again.',
  },
  key_retired: {
    happened: 'The server key that this grant’s tokens are made with has been retired.',
    next: again,
  },
  revoking_another_clients_token: {
    happened: 'The token to be revoked was issued to another client, so it was left alone.',
    next: 'Authenticate as the client that received it, or ask the person or the operator to end the grant.',
  },
}
