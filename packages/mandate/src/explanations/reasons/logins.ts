/** Authorization requests, and the browsers that carry them. */

import { reason } from '../definition.ts'
import { ascii, list, quoted } from '../description.ts'
import { number, oneOf, optional, text, texts, word } from '../details.ts'

const RESPONSE_TYPE = /^(?:code|token|id_token|none)(?: (?:code|token|id_token|none))*$/
/** The scope tokens that were not allowed, and those that were. */
export const excess = { too_much: texts('Too much'), possible: texts('Possible') }

export const loginReasons = {
  pending_from_elsewhere: reason('invalid_request', {
    description:
      'This sign-in began in another browser, or cookies are blocked. Start again from the app.',
    problem: 'otherBrowser',
    title: 'The sign-in began in another browser',
    happened: 'A sign-in was continued in another browser than it began in, or without cookies.',
    next: 'Start again from the app, in one browser, with cookies allowed for this server.',
  }),
  foreign_page: reason('invalid_request', {
    details: { registered: texts('Expected', '\n') },
    description:
      'The request came from a web page whose origin is not that of a registered redirect_uri. Nothing was used up.',
    title: 'The page is not one of the client’s',
    happened:
      'A web page sent the request, and its origin is not that of a registered redirect URI. Its browser would not have shown it the answer.',
    next: 'Register a redirect URI with the origin of that page (scheme, host and port). Nothing was used up; the page can send the request again.',
  }),
  cross_site: reason('invalid_request', {
    description: 'The form was not sent from a page of this server.',
    problem: 'foreignForm',
    title: 'The form came from another site',
    happened: 'A form was sent by a page of another site.',
    next: 'Use the form on this server’s own page. Its forms cannot be embedded or sent from elsewhere.',
  }),
  unknown_redirect_uri: reason('invalid_request', {
    details: {
      sent: text(),
      registered: texts(),
      loopback_port: optional(word('Port', { any: 'any, on a loopback address' })),
    },
    description:
      'redirect_uri is not registered for this client. It is compared character for character.',
    problem: 'wrongRedirectUri',
    title: 'Redirect URI not registered',
    happened: 'The redirect URI is not one of those registered for the client.',
    next: 'Send a registered one, character for character, or ask the operator to register this one.',
    compare: ({ sent, registered }) => ({ sent, expected: registered }),
    operator: ({ client, details: { sent, registered } }) => {
      const isWhole = sent !== '' && !/[(…]/.test(sent)
      const uri = isWhole ? sent : 'THE_NEW_URI'
      return {
        message: `Please register the redirect URI ${uri} for our client ${client}.`,
        command: `client update ${client} --redirect-uri ${[...registered, uri].map(shellWord).join(' ')}`,
      }
    },
  }),
  redirect_uri_needed: reason('invalid_request', {
    details: { registered: texts('Expected', '\n') },
    description:
      'The client does not have exactly one registered redirect URI, so the request has to name one: add redirect_uri.',
    problem: 'wrongRedirectUri',
    title: 'No redirect URI in the request',
    happened:
      'The request named no redirect URI, and the client does not have exactly one registered.',
    next: 'Add redirect_uri with one of the registered ones.',
  }),
  signed_response_needed: reason('invalid_request', {
    description: 'The client gets signed authorization responses only. Send response_mode=jwt.',
    title: 'A signed response has to be asked for',
    happened: 'The client has a security profile with signed responses, and did not ask for one.',
    next: 'Send response_mode=jwt, query.jwt or form_post.jwt (JARM), and check the signature of the answer.',
  }),
  unknown_response_type: reason('unsupported_response_type', {
    details: { parameter: text('Parameter'), value: text() },
    description: ({ value }) =>
      `The response_type ${quoted(value, RESPONSE_TYPE)}is not offered. Use response_type=code.`,
    title: 'Response type not offered',
    happened: 'The response_type was not code.',
    next: 'Use the authorization code flow: response_type=code. Tokens are never sent to the browser.',
  }),
  challenge_needed: reason('invalid_request', {
    details: {
      because: word('Why', {
        public_client: 'a public client always has to send one',
        required_by_client: 'the client is registered with PKCE required',
        method_without_challenge: 'a code_challenge_method came without a code_challenge',
      }),
    },
    description: ({ because }) =>
      because === 'method_without_challenge'
        ? 'code_challenge_method was sent without code_challenge. Send both, or neither.'
        : `${because === 'public_client' ? 'A public client' : 'This client'} has to use PKCE. Send code_challenge and code_challenge_method=S256.`,
    title: 'PKCE is required',
    happened: 'A PKCE challenge was needed and not sent.',
    next: 'Send code_challenge and code_challenge_method=S256, and keep the verifier for the token request.',
  }),
  challenge_method: reason('invalid_request', {
    details: { parameter: optional(text('Parameter')), value: optional(text()) },
    description: ({ value }) =>
      value === undefined
        ? 'code_challenge_method is missing, which means plain. Send code_challenge_method=S256.'
        : 'The only code_challenge_method offered is S256.',
    title: 'PKCE method not offered',
    happened: 'The PKCE method was not S256. A missing one means plain.',
    next: 'Send code_challenge_method=S256, and as challenge the SHA-256 of the verifier in base64url.',
  }),
  scope_malformed: reason('invalid_scope', {
    description:
      'The scope is malformed. Separate scope tokens with one space each, without commas or quotes.',
    title: 'Scope malformed',
    happened: 'The scope was not a list of scope tokens.',
    next: 'Separate the tokens by one space each, without commas and quotes.',
  }),
  scope_not_allowed: reason('invalid_scope', {
    details: { ...excess, setting: optional(oneOf('client_document_scope')) },
    description: ({ too_much, possible, setting }) => {
      const refused = `This client may not ask for the scope ${list(too_much)}. Allowed: ${list(possible) || 'none'}.`
      return setting === undefined
        ? refused
        : `${refused} The setting ${setting} of the server decides this for clients from documents.`
    },
    title: 'Scope not allowed for this client',
    happened: 'The scope had a token that this client may not ask for.',
    story: ({ details: { too_much, setting } }) =>
      setting === undefined
        ? undefined
        : `The client comes from a document, and such clients may ask only for what the setting ${setting} names. It does not name ${too_much.join(' ')}.`,
    next: 'Ask for less, or ask the operator to allow the token.',
    operator: ({ client, details: { too_much, possible, setting } }) => {
      if (setting !== undefined) {
        return {
          message: `Please add ${too_much.join(' ')} to the setting ${setting}, so that our client ${client} and others from documents may ask for it.`,
          command: 'settings',
        }
      }
      const scope = [...possible, ...too_much].filter(Boolean).join(' ')
      return {
        message: `Please allow our client ${client} to ask for the scope ${too_much.join(' ')}.`,
        command: `client update ${client} --scope ${shellWord(scope)}`,
      }
    },
  }),
  unknown_resource: reason('invalid_target', {
    details: {
      uris: optional(texts('Not possible', '\n')),
      count: optional(number('How many')),
    },
    description: ({ uris = [], count }) =>
      count === undefined
        ? `No API is registered here as ${list(uris)}. Use the URI that the API is registered with; the operator of the server knows it.`
        : `There are ${count} resource parameters, and at most 20 are allowed.`,
    title: 'API not registered',
    happened: 'The resource parameter named an API that is not registered here, or too many.',
    next: 'Compare it with the URI that the API is registered with, or ask the operator for that URI.',
    operator: ({ client, details: { uris = [] } }) => ({
      message: `Our client ${client} asks for the API ${uris.join(' ')}, which your server does not know. Please tell us the URI it is registered with, or register it.`,
      command: 'resource list',
    }),
  }),
  prompt_none_mixed: reason('invalid_request', {
    description: 'prompt=none cannot be combined with another prompt. Send it alone.',
    title: 'prompt=none was combined',
    happened: 'The value none was combined with another prompt.',
    next: 'Send prompt=none alone, or leave it out.',
  }),
  sign_in_needed: reason('login_required', {
    description:
      'The user has to sign in, and prompt=none allows no page. Send the request again without prompt=none.',
    title: 'The user has to sign in',
    happened:
      'Nobody was signed in, or not recently enough, and prompt=none forbade the sign-in page.',
    next: 'Send the request again without prompt=none.',
  }),
  no_signing_key: reason('server_error', {
    details: { needed: text('Algorithm'), offered: texts('There are keys for') },
    description: ({ needed }) =>
      `This server has no key that signs with ${ascii(needed)}, as this client needs it.`,
    title: 'No key for this client',
    happened:
      'The server has no active key for the algorithm of the client’s ID tokens, or of the signed responses that it asks for.',
    next: 'Ask the operator for a signing key of this algorithm, or to register the client for one that there is, with id_token_signed_response_alg or authorization_signed_response_alg.',
  }),
  another_user: reason('login_required', {
    description: 'The user in id_token_hint is not the one who is signed in.',
    title: 'Another user is signed in',
    happened:
      'The id_token_hint is about another user than the one who is signed in, and only that user may be signed in with it.',
    next: 'Send the request again without id_token_hint if any user will do. If not, the user has to choose the right account.',
  }),
  hint_unverified: reason('login_required', {
    description:
      'The id_token_hint is not an ID token that this server can still verify as issued to this client, and prompt=none allows no page. Send the request again without prompt=none.',
    title: 'The id_token_hint could not be verified',
    happened:
      'The id_token_hint was not issued to this client by this server, or the key that signed it was retired, so it says nothing about the user; and prompt=none forbade the sign-in page.',
    next: 'Send the newest ID token of the user, or send the request again without prompt=none.',
  }),
  interaction_needed: reason('interaction_required', {
    details: { way: text('Way to sign in') },
    description:
      'The user must do something to sign in, and prompt=none allows no page. Send the request again without prompt=none.',
    title: 'The user must interact to sign in',
    happened:
      'The user signs in at another site and must do something there. prompt=none does not allow that.',
    next: 'Send the request again without prompt=none.',
  }),
  acr_unmet: reason('unmet_authentication_requirements', {
    details: { because: text('Why') },
    description:
      'The sign-in cannot reach any of the acr_values. The metadata has those that are possible, in acr_values_supported.',
    title: 'acr_values cannot be reached',
    happened:
      'The request asked for an authentication context that is not offered here, or that this user cannot reach.',
    next: 'Ask for one of acr_values_supported in the metadata, or leave acr_values out.',
  }),
  second_factor_needed: reason('interaction_required', {
    description:
      'The user has to give a second factor, and prompt=none allows no page. Send the request again without prompt=none.',
    title: 'The user has to give a second factor',
    happened:
      'The user is signed in without the second factor that this request needs, and prompt=none forbade the page.',
    next: 'Send the request again without prompt=none.',
  }),
  sign_in_refused: reason('access_denied', {
    details: { way: text('Way to sign in'), because: optional(text('It says')) },
    description: 'The site where the user signs in refused the sign-in.',
    title: 'The user was not signed in',
    happened: 'The site where the user signs in refused the sign-in, or the user cancelled it.',
    next: 'Continue without access. The user can try again; if it keeps failing, ask the operator of that site.',
  }),
  consent_needed: reason('consent_required', {
    description:
      'The user has to give consent, and prompt=none allows no page. Send the request again without prompt=none.',
    title: 'The user has to give consent',
    happened: 'The user had not given consent to this yet, and prompt=none forbade the page.',
    next: 'Send the request again without prompt=none.',
  }),
  user_said_no: reason('access_denied', {
    details: { grant: optional(text('Grant')) },
    description: 'The user denied access.',
    title: 'The user denied access',
    happened: 'The user was asked and denied access.',
    next: 'Continue without access. Ask again only when the user wants to.',
  }),
  no_role_for_scope: reason('access_denied', {
    details: { role: text('Role of the user') },
    description:
      'The user cannot give this access: it is for operators of this server whose role allows it.',
    title: 'Only operators can give this access',
    happened:
      'The client asked for nothing but scopes of the admin API, and none of them is in the role that the user has here.',
    next: 'Sign in as an operator whose role allows it, or ask for less. An owner gives roles.',
  }),
  party_turned_off: reason('access_denied', {
    details: { because: text('Why') },
    description:
      'Access is not possible: the client or the account is turned off, or none of the scope is left to grant. Ask the operator of the server.',
    title: 'Access is not possible',
    happened: 'The client or the account is turned off, or none of the scope is left to grant.',
    next: 'Ask the operator.',
    operator: ({ client }) => ({
      message: `Logins with our client ${client} end with access_denied. Is the client or the account turned off, or was its scope withdrawn?`,
      command: `client show ${client}`,
    }),
  }),
  storage_unavailable: reason('temporarily_unavailable', {
    description:
      'The server cannot reach its database at the moment. Nothing is lost. Try again in a few seconds.',
    title: 'The database could not be reached',
    happened: 'The server could not reach its database.',
    next: 'Nothing is lost. Send the user through the login again in a moment.',
  }),
  too_many_codes: reason('temporarily_unavailable', {
    description:
      'This user was given very many codes within a minute. Redeem the last one, or try again in a minute.',
    title: 'Too many codes within a minute',
    happened: 'One signed-in browser asked for more than 120 codes within a minute.',
    next: 'Look for a page that sends the user to sign in again and again, or that never redeems its code. It works again in the next minute.',
  }),
  program_error: reason('server_error', {
    description: 'Something went wrong on the server. Its operator can see what in the log.',
    title: 'Something went wrong on the server',
    happened: 'Something went wrong on the server.',
    next: 'Give the operator the reference of this page; the log has the cause.',
  }),
}

/** Quotes text as one word of a shell command. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
