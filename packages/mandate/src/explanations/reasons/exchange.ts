/**
 * Tokens that cannot be exchanged (RFC 8693). §2.2.2: whatever is wrong with one of the tokens is
 * `invalid_request`; `invalid_target` is for the APIs that were asked for.
 */

import { reason } from '../definition.ts'
import { ascii, list } from '../description.ts'
import { text, texts, word } from '../details.ts'

const parameter = word('Parameter', {
  subject_token: 'subject_token',
  actor_token: 'actor_token',
})

const REFUSED = {
  malformed: 'it is not a token of this server: it was cut or changed, or comes from elsewhere',
  another_kind: 'it is a code or a refresh token, and only access tokens can be exchanged',
  unknown: 'this server does not know it',
  revoked: 'it was revoked, or what it was granted or delegated from has ended',
  expired: 'it has expired',
  key_not_proven: 'it is bound to a key, and the request does not prove that key',
  no_person: 'its client has it in its own name, and acts for nobody',
  not_own: 'it is not a token that this client has in its own name',
} as const

const LIMITS = {
  too_deep: 'the token was delegated three times already',
  too_many: 'fifty clients have acted through this grant already',
} as const

export const exchangeReasons = {
  exchange_types: reason('invalid_request', {
    details: { parameter: text('Parameter') },
    description: ({ parameter }) =>
      `The ${ascii(parameter)} is not possible here. Access tokens are exchanged for access tokens: urn:ietf:params:oauth:token-type:access_token, or urn:ietf:params:oauth:token-type:jwt for one that is a JWT. An actor_token comes with its actor_token_type.`,
    title: 'Type of token not possible',
    happened: 'A type of token was named that cannot be exchanged or issued here.',
    next: 'Use urn:ietf:params:oauth:token-type:access_token, and send actor_token and actor_token_type together or not at all.',
  }),
  exchange_token_refused: reason('invalid_request', {
    details: { parameter, because: word('What is wrong', REFUSED) },
    description: ({ parameter, because }) =>
      `The ${parameter} cannot be exchanged: ${REFUSED[because]}.`,
    title: 'Token cannot be exchanged',
    happened: 'The subject_token or the actor_token was not one that can be exchanged.',
    next: 'Use an access token of a user that is good now. If it is no longer good, whoever passed it on has to send a new one.',
  }),
  exchange_not_allowed: reason('invalid_request', {
    details: { of: text('Client of the token') },
    description: ({ of }) =>
      `This client may not exchange tokens of the client ${ascii(of)}. Only the operator of the server can allow it.`,
    title: 'Exchange not allowed',
    happened:
      'The client is not registered to exchange tokens of this client, nor as acting for an API that the token names.',
    next: 'Ask the operator to allow it.',
    operator: ({ client, details: { of } }) => ({
      message: `Please allow our client ${client} to act with tokens of the client ${of}.`,
      command: `client update ${client} --token-exchange-clients ${of}`,
    }),
  }),
  exchange_target_missing: reason('invalid_target', {
    description: 'The API that the new token is for is missing. Name it with resource or audience.',
    title: 'No API named',
    happened: 'The request named no API that the new token is for.',
    next: 'Send resource or audience with the URI of the API.',
  }),
  exchange_target_refused: reason('invalid_target', {
    details: { uris: texts('Not possible', '\n'), possible: texts('Possible', '\n') },
    description: ({ uris, possible }) =>
      `The grant of the user does not cover ${list(uris)}. Possible: ${list(possible) || 'none'}.`,
    title: 'API not covered by the grant',
    happened:
      'The request named an API that the grant of the user does not name, and that the client may not reach otherwise.',
    next: 'Name an API that the user agreed to, or ask the operator to let the client reach this one.',
    operator: ({ client, details: { uris } }) => ({
      message: `Please let our client ${client} reach ${uris.join(' ')} with the tokens that it exchanges.`,
      command: `client update ${client} --token-exchange-targets ${uris.join(' ')}`,
    }),
  }),
  exchange_scope_empty: reason('invalid_scope', {
    details: { has: texts('Scope of the token'), possible: texts('Scope of the client') },
    description: ({ has, possible }) =>
      `The subject_token and this client have no scope in common. The token has: ${list(has)}. The client may have: ${list(possible) || 'none'}.`,
    title: 'No scope in common',
    happened: 'Nothing of the scope of the token is allowed to the client.',
    next: 'Ask the operator which scope the client needs.',
  }),
  delegation_ended_before: reason('invalid_request', {
    description:
      'The access of this client through this grant was ended, so it does not come back. The user has to connect the app again.',
    title: 'Access was ended',
    happened: 'The user or the operator ended what this client does through this grant.',
    next: 'Send the user through the login of the app again, if they want it.',
  }),
  delegation_limit: reason('invalid_request', {
    details: { limit: word('Limit', LIMITS) },
    description: ({ limit }) => `The token cannot be passed on: ${LIMITS[limit]}.`,
    title: 'Limit of delegation',
    happened: 'A grant is passed on over at most three steps, to at most fifty clients each.',
    next: 'Exchange a token that was passed on less often.',
  }),
}
