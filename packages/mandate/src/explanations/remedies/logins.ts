/** What to do about authorization requests. */

import { clientOf, quoted, type Remedy, textsOf } from './remedy.ts'

export const loginRemedies = {
  unknown_redirect_uri: {
    title: 'Redirect URI not registered',
    happened: 'The redirect URI is not one of those registered for the client.',
    next: 'Send a registered one, character for character, or ask the operator to register this one.',
    operator: (found) => {
      const sent = String(found.details['sent'] ?? '')
      const isWhole = sent !== '' && !/[(…]/.test(sent)
      const uri = isWhole ? sent : 'THE_NEW_URI'
      const all = [...textsOf(found.details['registered']), uri].map(quoted).join(' ')
      return {
        message: `Please register the redirect URI ${uri} for our client ${clientOf(found)}.`,
        command: `client update ${clientOf(found)} --redirect-uri ${all}`,
      }
    },
  },
  redirect_uri_needed: {
    title: 'No redirect URI in the request',
    happened:
      'The request named no redirect URI, and the client does not have exactly one registered.',
    next: 'Add redirect_uri with one of the registered ones.',
  },
  unknown_response_type: {
    title: 'Response type not offered',
    happened: 'The response_type was not code.',
    next: 'Use the authorization code flow: response_type=code. Tokens are never sent to the browser.',
  },
  challenge_needed: {
    title: 'PKCE is required',
    happened: 'A PKCE challenge was needed and not sent.',
    next: 'Send code_challenge and code_challenge_method=S256, and keep the verifier for the token request.',
  },
  challenge_method: {
    title: 'PKCE method not offered',
    happened: 'The PKCE method was not S256. A missing one means plain.',
    next: 'Send code_challenge_method=S256, and as challenge the SHA-256 of the verifier in base64url.',
  },
  scope_malformed: {
    title: 'Scope malformed',
    happened: 'The scope was not a list of scope tokens.',
    next: 'Separate the tokens by one space each, without commas and quotes.',
  },
  scope_not_allowed: {
    title: 'Scope not allowed for this client',
    happened: 'The scope had a token that this client may not ask for.',
    next: 'Ask for less, or ask the operator to allow the token.',
    operator: (found) => {
      const wanted = textsOf(found.details['too_much'])
      const scope = [...textsOf(found.details['possible']), ...wanted].filter(Boolean).join(' ')
      return {
        message: `Please allow our client ${clientOf(found)} to ask for the scope ${wanted.join(' ')}.`,
        command: `client update ${clientOf(found)} --scope ${quoted(scope)}`,
      }
    },
  },
  unknown_resource: {
    title: 'API not registered',
    happened: 'The resource parameter named an API that is not registered here, or too many.',
    next: 'Compare it with the URI that the API is registered with, or ask the operator for that URI.',
    operator: (found) => ({
      message: `Our client ${clientOf(found)} asks for the API ${textsOf(found.details['uris']).join(' ')}, which your server does not know. Please tell us the URI it is registered with, or register it.`,
      command: 'resource list',
    }),
  },
  request_object: {
    title: 'Request objects are not supported',
    happened: 'The request used a request object (the request parameter).',
    next: 'Send the parameters one by one.',
  },
  request_uri: {
    title: 'request_uri is not supported',
    happened: 'The request used request_uri.',
    next: 'Send the parameters one by one.',
  },
  prompt_none_mixed: {
    title: 'prompt=none was combined',
    happened: 'The value none was combined with another prompt.',
    next: 'Send prompt=none alone, or leave it out.',
  },
  sign_in_needed: {
    title: 'The user has to sign in',
    happened:
      'Nobody was signed in, or not recently enough, and prompt=none forbade the sign-in page.',
    next: 'Send the request again without prompt=none.',
  },
  consent_needed: {
    title: 'The user has to give consent',
    happened: 'The user had not given consent to this yet, and prompt=none forbade the page.',
    next: 'Send the request again without prompt=none.',
  },
  user_said_no: {
    title: 'The user denied access',
    happened: 'The user was asked and denied access.',
    next: 'Continue without access. Ask again only when the user wants to.',
  },
  party_turned_off: {
    title: 'Access is not possible',
    happened: 'The client or the account is turned off, or none of the scope is left to grant.',
    next: 'Ask the operator.',
    operator: (found) => ({
      message: `Logins with our client ${clientOf(found)} end with access_denied. Is the client or the account turned off, or was its scope withdrawn?`,
      command: `client show ${clientOf(found)}`,
    }),
  },
} as const satisfies Record<string, Remedy>
