/** Codes and refresh tokens that were refused. */

import type { RevocationCause } from '../../grants/grant.ts'
import { MOST_SHARED_SECONDS, SHARED_GENERATIONS } from '../../grants/sharing.ts'
import { en } from '../../words/en/en.ts'
import { reason } from '../definition.ts'
import { ascii, list, quoted, signInAgain, until } from '../description.ts'
import {
  fact,
  factsOf,
  generation,
  moment,
  nameOfGeneration,
  number,
  oneOf,
  optional,
  text,
  texts,
  word,
} from '../details.ts'
import { turnOn } from './clients.ts'
import { excess } from './logins.ts'

const WORD = /^[a-z][a-z0-9_:.-]{0,79}$/
const newGrant = 'Send the user to sign in again; that begins a new grant.'
const notYours =
  'The code or refresh token is unknown here, or was issued to another client. Check that it comes from this server and was issued to this client_id. If it was, it ended long ago: send the user to sign in again.'

const endings: Readonly<Record<RevocationCause, string>> = {
  reuse: 'an old code or refresh token of it came again',
  revoked_by_client: 'the client revoked it',
  revoked_by_user: 'the user disconnected the app',
  revoked_by_operator: 'the operator revoked it',
  revoked_by_platform: 'the platform ended the access of its user',
  ended_by_issuer: 'the issuer that vouched for the user has signed the user out',
  issuer_not_trusted: 'the operator has limited, disabled or deleted the issuer it came of',
  logged_out: 'the user signed out, and the grant has openid without offline_access',
}
const describedEndings: typeof endings = {
  ...endings,
  reuse: 'a code or refresh token that had been used came again',
  revoked_by_operator: 'the operator of the server revoked it',
}
/** The grant may be another client's, so only what the presented text itself says. */
const claimed = { presented: generation('Presented'), grant: text('Grant') }
/** The live generation, its start and end, and how the grant ended if it did. */
const state = {
  presented: generation('Presented'),
  live: generation('Live'),
  live_since: moment('Live since'),
  live_until: moment('Live until'),
  revoked_at: optional(moment('Ended')),
  revoked_because: optional(word('Ended because', endings)),
}
const grantState = { ...state, grant: text('Grant') }

export const grantReasons = {
  unknown_grant_type: reason('unsupported_grant_type', {
    details: { parameter: text('Parameter'), value: text() },
    description: ({ value }) =>
      `The grant_type ${quoted(value, WORD)}is not offered. The grant_types_supported of the server metadata are.`,
    title: 'Grant type not offered',
    happened: 'The grant_type is not offered here.',
    next: 'Use one of the grant_types_supported in the server metadata.',
  }),
  grant_type_not_allowed: reason('unauthorized_client', {
    details: { grant_type: text('Grant type'), allowed: texts('Allowed') },
    description: ({ grant_type, allowed }) =>
      `This client is not registered for the grant type ${ascii(grant_type)}. Allowed: ${list(allowed)}.`,
    title: 'Grant type not allowed for this client',
    happened: 'The client is not registered for the grant type that it used.',
    next: 'Use a grant type that the client is registered for.',
  }),
  token_malformed: reason('invalid_grant', {
    description:
      'This is not a code or refresh token of this server: it was cut or changed, or comes from elsewhere. Compare it with what was received, beginning and end.',
    title: 'Not a token of this server',
    happened:
      'What was sent is not a code or refresh token of this server: it was cut or changed, or comes from elsewhere.',
    next: 'Compare its first and last characters with what was received. Codes begin with mdt_ac_, refresh tokens with mdt_rt_. A database column that is too short cuts them.',
  }),
  token_of_another_kind: reason('invalid_grant', {
    details: {
      parameter: word('Parameter', { code: 'code', refresh_token: 'refresh_token' }),
      token_kind: word('Kind of token', {
        ac: 'a code',
        rt: 'a refresh token',
        at: 'an access token',
      }),
    },
    description: ({ token_kind, parameter }) =>
      `${{ ac: 'A code', rt: 'A refresh token', at: 'An access token' }[token_kind]} was sent as ${parameter}. Send a code with grant_type=authorization_code and a refresh token with grant_type=refresh_token.`,
    title: 'Another kind of token',
    happened:
      'Another kind of token was expected: a code was sent as refresh token, an access token, or the reverse.',
    next: 'Send the code with grant_type=authorization_code, and the refresh token with grant_type=refresh_token.',
  }),
  grant_unknown: reason('invalid_grant', {
    description: notYours,
    title: 'Grant not known',
    happened:
      'The server does not have the grant of this token: it ended long ago, or belongs to another server.',
    next: newGrant,
  }),
  token_forged: reason('invalid_grant', {
    details: claimed,
    description: notYours,
    title: 'Not made by this server',
    happened: 'The token has the right form, but this server did not make it.',
    next: 'Check that it comes from this server and not from another installation. Otherwise somebody is guessing.',
  }),
  token_of_another_client: reason('invalid_grant', {
    details: claimed,
    description: notYours,
    title: 'Token of another client',
    happened: 'The token was issued to another client.',
    next: 'Authenticate as the client that received it. If that is not yours, find out how the token came to you.',
  }),
  grant_revoked: reason('invalid_grant', {
    details: grantState,
    description: ({ revoked_because }) =>
      `The grant has ended${revoked_because === undefined ? '' : `: ${describedEndings[revoked_because]}`}. ${signInAgain}`,
    title: 'Grant ended',
    happened: 'The grant had ended.',
    story: ({ at, details: { presented, revoked_at, revoked_because } }) =>
      revoked_at === undefined
        ? undefined
        : `The client presented ${nameOfGeneration(presented)} of a grant that had ended ${since(revoked_at, at)} before this request: ${revoked_because === undefined ? 'it was revoked' : endings[revoked_because]}.`,
    next: newGrant,
  }),
  client_denied: reason('invalid_grant', {
    details: grantState,
    description: 'The operator of this server no longer accepts clients of this domain.',
    title: 'Domain of the client denied',
    happened:
      'The client is described by a document, and the settings no longer accept documents of its domain.',
    next: 'Ask the operator to accept the domain, or to register the client.',
    operator: ({ client }) => ({
      message: `Your server no longer accepts our client ${client}. Please accept its domain, or register the client.`,
      command: 'client-domain list',
    }),
  }),
  account_disabled: reason('invalid_grant', {
    details: grantState,
    description:
      'The account of the user is turned off. Only the operator of the server can turn it on.',
    title: 'Account turned off',
    happened: 'The account of the user has been turned off.',
    next: 'Only the operator can turn it on again.',
    operator: ({ client, details: { grant } }) => ({
      message: `The account behind the grant ${grant} of our client ${client} is turned off. Is that intended?`,
      command: 'user enable EMAIL',
    }),
  }),
  delegation_ended: reason('invalid_grant', {
    details: grantState,
    description:
      'A grant that this one was delegated from has ended, or its client or user is turned off. Start again from a token of the user that is good.',
    title: 'Delegation ended',
    happened:
      'The grant was delegated from another one, and that one had ended, or its client or user was turned off.',
    next: 'Get a new token of the user from whoever passed it on, and exchange that one.',
  }),
  client_cannot_prove_itself: reason('unauthorized_client', {
    description:
      'This is a public client, which cannot prove who it is, so it cannot act in its own name. Use authorization_code.',
    title: 'A public client has nothing of its own',
    happened:
      'A public client used a grant type for which a client has to prove who it is (RFC 6749 §4.4).',
    next: 'Send the user to sign in. If the client can keep a secret, the operator has to register it as a confidential client.',
    operator: ({ client }) => ({
      message: `Our client ${client} is registered as a public client, but it can keep a secret. Please register it as a confidential one.`,
      command: 'client create --name NAME --grant-type client_credentials',
    }),
  }),
  scope_needs_person: reason('invalid_scope', {
    description:
      'Nothing of the scope that this client may have is for a client in its own name: openid, profile, email, phone, address and offline_access need a user.',
    title: 'Scope only for a user',
    happened:
      'The client asked for a token in its own name, and all of its scope is about a user who signs in.',
    next: 'Ask the operator for a scope of the API.',
    operator: ({ client }) => ({
      message: `Please allow our client ${client} a scope for what it does in its own name.`,
      command: `client update ${client} --scope SCOPE`,
    }),
  }),
  client_disabled: reason('invalid_grant', {
    details: grantState,
    description: 'This client is turned off. Ask the operator of the server to turn it on.',
    title: 'Client turned off',
    happened: 'The client has been turned off.',
    next: 'Ask the operator why it was turned off.',
    operator: turnOn,
  }),
  scope_withdrawn: reason('invalid_grant', {
    details: grantState,
    description:
      'Nothing of the granted scope is left: the operator of the server has withdrawn it from this client. Ask the operator.',
    title: 'Scope withdrawn',
    happened:
      'Nothing is left of the granted scope: the operator has withdrawn it from the client.',
    next: 'Ask the operator, then send the user to sign in again.',
    operator: ({ client }) => ({
      message: `The scope of a grant of our client ${client} was withdrawn. Is that intended?`,
      command: `client update ${client} --scope SCOPE`,
    }),
  }),
  scope_wider: reason('invalid_scope', {
    details: excess,
    description: ({ too_much, possible }) =>
      `The scope asks for more than was granted: ${list(too_much)}. Granted: ${list(possible)}.`,
    title: 'Scope wider than granted',
    happened: 'The scope asked for more than the user granted.',
    next: 'Ask for a part of what was granted. For more, send the user through the login again with the wider scope.',
  }),
  scope_taken_back: reason('invalid_scope', {
    details: { taken_back: texts('Taken back'), possible: texts('Left') },
    description: ({ taken_back, possible }) =>
      `The user has taken back the scope ${list(taken_back)}. Left: ${list(possible)}.`,
    title: 'Scope taken back',
    happened: 'The user has taken back all of the scope that was asked for.',
    next: 'Work with what is left, or send the user through the login again with the wider scope.',
  }),
  resource_not_granted: reason('invalid_target', {
    details: { uris: texts('Not possible', '\n'), granted: texts('Granted', '\n') },
    description: ({ uris, granted }) =>
      `The resource ${list(uris)} was not granted. Granted: ${list(granted)}.`,
    title: 'API not granted',
    happened: 'The resource parameter named an API that was not granted.',
    next: 'Ask for one of those that were granted, or name the API in the authorization request.',
  }),
  generation_expired: reason('invalid_grant', {
    details: grantState,
    description: ({ presented, live_until }) =>
      presented === 0
        ? `The code has expired${until(live_until)}. Redeem codes at once. ${signInAgain}`
        : `The refresh token has expired${until(live_until)}. ${signInAgain}`,
    title: 'Code or refresh token expired',
    happened: 'The code or refresh token had expired.',
    story: ({ at, details: { presented, live_until } }) =>
      `The client presented ${nameOfGeneration(presented)}, which was good until ${en.inWords.exactly(live_until)}; the request came ${since(live_until, at)} later.`,
    next: `Redeem a code at once. ${newGrant}`,
  }),
  generation_reused: reason('invalid_grant', {
    details: {
      ...grantState,
      retry_key: optional(oneOf('absent', 'another')),
      /** Both are omitted if the grant has not ended: other requests kept winning. */
      retry_seconds: optional(number()),
      /** For public clients: its `shared_refresh_seconds`. */
      shared_seconds: optional(number()),
    },
    description: ({ presented, live, retry_seconds, shared_seconds }) => {
      if (retry_seconds === undefined)
        return `The refresh token has already been used. ${signInAgain}`
      if (presented === 0) {
        return `The code had been used before, so the grant was ended. Redeem each code once. ${signInAgain}`
      }
      if (shared_seconds !== undefined) {
        return `Another process used this refresh token before, ${outside(live - presented, shared_seconds)}, so the grant was ended. Two processes seem to share it, or it was stolen. ${signInAgain} Let the processes take turns with a lock on the file that has the token and read it again before each refresh, or send Idempotency-Key; with DPoP they may share it for longer.`
      }
      const remedy =
        retry_seconds === 0
          ? 'A client that refreshes in parallel or retries should send Idempotency-Key; for one that cannot, ask the operator of the server to set refresh_retry_seconds.'
          : 'It came after the refresh_retry_seconds of this client, or its successor had been used.'
      return `The refresh token had been used before, so the grant was ended. ${signInAgain} ${remedy}`
    },
    title: 'Code or refresh token used twice',
    happened: 'A code or refresh token that had been used came again, so the grant was ended.',
    story: ({ at, details: { presented, live, live_since, retry_key, shared_seconds } }) => {
      if (retry_key === undefined) return undefined
      const came = nameOfGeneration(presented)
      const before = `${since(live_since, at)} before this request`
      if (presented > 0 && shared_seconds !== undefined) {
        const beyond = outside(live - presented, shared_seconds)
        return `A process of the client presented ${came}, which had been redeemed before: ${before} the grant had come to ${nameOfGeneration(live)}. It came ${beyond}, so the grant was ended. Two processes seem to share this token.`
      }
      return presented === live - 1
        ? `The client presented ${came}, which it had redeemed ${before} for ${nameOfGeneration(live)}. This is the second time, so the grant was ended.`
        : `The client presented ${came}, which it had redeemed long before: ${before} the grant had come to ${nameOfGeneration(live)}. So the grant was ended.`
    },
    next: `${newGrant} To keep it from happening again, look for two processes or threads that use the same refresh token, a copy in a backup, or a retry. Refresh in one place at a time, or send Idempotency-Key with each refresh; @mandate/client does both. For a client that can do neither, ask the operator to set refresh_retry_seconds, or shared_refresh_seconds for a public client whose processes share a token. If it is none of these, the token was stolen.`,
    facts: (details) => [
      ...factsOf(state, details),
      ...fact('Idempotency-Key', retryKey(details.retry_key, details.retry_seconds)),
      ...fact('Grant', details.grant),
    ],
    operator: ({ client, details: { presented, retry_seconds, shared_seconds } }) => {
      if (presented === 0 || retry_seconds !== 0 || retry_seconds === undefined) return undefined
      if (shared_seconds !== undefined) {
        const seconds = Math.min(Math.max(600, 2 * shared_seconds), MOST_SHARED_SECONDS)
        return shared_seconds === seconds
          ? undefined
          : {
              message: `Several processes of our public client ${client} share a refresh token. Please set shared_refresh_seconds to ${seconds} for it.`,
              command: `client update ${client} --shared-refresh-seconds ${seconds}`,
            }
      }
      return {
        message: `Our client ${client} may refresh twice at the same time and cannot send Idempotency-Key. Please set refresh_retry_seconds to 60 for it.`,
        command: `client update ${client} --refresh-retry-seconds 60`,
      }
    },
  }),
  generation_newer: reason('invalid_grant', {
    details: grantState,
    description:
      'The database of the server was restored from a backup and does not know this token. Ask the operator of the server, or send the user to sign in again.',
    title: 'Token newer than the database',
    happened:
      'The token is newer than what the database knows of the grant: the database was restored from a backup.',
    next: 'The operator can let such grants continue. Otherwise the user has to sign in again.',
    operator: ({ client }) => ({
      message: `Your database was restored and refuses newer refresh tokens of our client ${client}. Can you accept them?`,
      command: 'restore BACKUP --accept-newer-generations 24h',
    }),
  }),
  key_retired: reason('invalid_grant', {
    details: { grant: text('Grant'), key: text('Server key') },
    description: `The server key of this grant was retired. ${signInAgain}`,
    title: 'Server key retired',
    happened: 'The server key that the tokens of this grant are made with has been retired.',
    next: newGrant,
  }),
}

/** The time between two moments, in words. A clock that was set back must not make it negative. */
function since(before: number, at: number): string {
  return en.inWords.span(Math.max(0, at - before))
}

/** Why a token that processes share no longer leads to the live one. */
function outside(behind: number, seconds: number): string {
  if (seconds === 0) return 'and this client may not share it'
  return behind > SHARED_GENERATIONS
    ? `more than ${SHARED_GENERATIONS} refreshes ago`
    : `more than ${seconds} s ago`
}

function retryKey(key: 'absent' | 'another' | undefined, seconds = 0): string | undefined {
  if (key === undefined) return undefined
  const how = key === 'absent' ? 'not sent' : 'sent, not that of the first time'
  return seconds > 0 ? `${how}; the client’s ${seconds} s for retries did not apply` : how
}
