/** Clients that register themselves (RFC 7591 §3.2.2, RFC 7592 §2). */

import { reason } from '../definition.ts'
import { ascii } from '../description.ts'
import { text } from '../details.ts'

const registerAgain =
  'Send the registration again with what the error_description says; the guide and RFC 7591 have examples.'

/** Without its full stop. */
const unended = (sentence: string) => ascii(sentence).replace(/\.$/, '')

export const clientRegistrationReasons = {
  redirect_uri_unfit: reason('invalid_redirect_uri', {
    details: { sentence: text('Problem') },
    description: ({ sentence }) => `The redirect_uris cannot be registered: ${unended(sentence)}.`,
    title: 'Redirect URI not accepted',
    happened: 'A client wanted to register itself with a redirect URI that is not accepted here.',
    next: registerAgain,
  }),
  client_metadata_unfit: reason('invalid_client_metadata', {
    details: { sentence: text('Problem') },
    description: ({ sentence }) => `The client cannot be registered: ${unended(sentence)}.`,
    title: 'Client metadata not accepted',
    happened: 'A client wanted to register itself with metadata that is not accepted here.',
    next: registerAgain,
  }),
  registration_not_json: reason('invalid_client_metadata', {
    description: 'Send one JSON object, as application/json.',
    title: 'The registration is not a JSON object',
    happened: 'The body of the registration is not a JSON object in UTF-8, or not sent as one.',
    next: 'Send the client metadata as a JSON object, with Content-Type: application/json.',
  }),
  registration_token_missing: reason('invalid_token', {
    description: 'Send the token for this registration, as Authorization: Bearer with the token.',
    title: 'Token for the registration missing',
    happened: 'The request has no token that allows it.',
    next: 'To register, send the initial access token that the operator gave you; to read or change a registration, the registration_access_token of the answer to it.',
  }),
  registration_token_refused: reason('invalid_token', {
    description:
      'The token is not good for this registration. It may be used up or expired, or the client was deleted.',
    title: 'Token for the registration refused',
    happened:
      'The token is unknown, expired or used up, is for another client, or its client is gone.',
    next: 'Compare it with the one that was issued. For a new initial access token, ask the operator.',
    operator: () => ({
      message: 'Please send us a new initial access token, so that our client can register.',
      command: 'client registration-token create',
    }),
  }),
  too_many_registrations: reason('temporarily_unavailable', {
    description: 'Too many clients were registered from your network. Try again later.',
    title: 'Too many registrations',
    happened: 'Too many clients were registered from one network in a short time.',
    next: 'Wait for the time in Retry-After. A client registers once and keeps its client_id.',
  }),
  registrations_full: reason('temporarily_unavailable', {
    description: 'No more clients can register themselves now. Ask the operator of the server.',
    title: 'No more clients can register themselves',
    happened: 'As many clients have registered themselves as the server allows.',
    next: 'Ask the operator to delete some that are not used, or to allow more.',
    operator: () => ({
      message: 'Our client cannot register itself, because your server has reached its limit.',
      command: 'client list',
    }),
  }),
}
