/** Access tokens that were presented to this server itself (RFC 6750 §3.1). */

import { reason } from '../definition.ts'
import { ascii } from '../description.ts'
import { text, word } from '../details.ts'

const getAnother =
  'Get a new access token with the refresh token, or send the user to sign in again.'

const CAUSES = {
  malformed: 'it is not an access token of this server',
  another_kind: 'it is a code or a refresh token',
  unknown: 'this server did not issue it, or no longer knows it',
  expired: 'it has expired',
  revoked: 'its grant has ended, or the token was revoked',
  for_apis: 'it is for the APIs that it names, and not for this endpoint',
  not_for_this: 'it is not for this API alone; name this one as its resource, and no other',
  not_bound: 'it is not bound to a DPoP key; send it with the scheme Bearer',
  key_not_proven: 'it is bound to a key, and the request does not prove possession of that key',
}

export const accessTokenReasons = {
  access_token_missing: reason('invalid_token', {
    description: 'Send an access token in the header Authorization, with the scheme Bearer.',
    title: 'Access token missing',
    happened: 'The request has no access token.',
    next: 'Send the access token in the header Authorization, with the scheme Bearer, or DPoP if it is bound to a DPoP key.',
  }),
  access_token_repeated: reason('invalid_request', {
    description: 'Send one access token, in one place.',
    title: 'More than one access token',
    happened: 'The request has an access token in more than one place.',
    next: 'Send it in the header Authorization only (RFC 6750 §2).',
  }),
  access_token_refused: reason('invalid_token', {
    details: { because: word('Cause', CAUSES) },
    description: ({ because }) => `The access token is not good here: ${CAUSES[because]}.`,
    title: 'Access token refused',
    happened: 'The access token is not good at this endpoint now.',
    next: getAnother,
  }),
  access_token_too_narrow: reason('insufficient_scope', {
    details: { scope: text('Needed scope') },
    description: ({ scope }) => `The access token needs the scope ${ascii(scope)}.`,
    title: 'Scope missing',
    happened: 'The access token does not have the scope that this endpoint needs.',
    next: 'Ask for the scope in the authorization request, and for every token that is to be used here.',
  }),
}
