/** What to do about codes and refresh tokens that were refused. */

import { again, clientOf, type Remedy } from './remedy.ts'

const stillGood = 'The attempt did not use up the code.'

export const grantRemedies = {
  unknown_grant_type: {
    title: 'Grant type not offered',
    happened: 'The grant_type is not offered here.',
    next: 'Use authorization_code or refresh_token. The server metadata lists what is offered.',
  },
  token_malformed: {
    title: 'Not a token of this server',
    happened:
      'What was sent is not a code or refresh token of this server: it was cut or changed, or comes from elsewhere.',
    next: 'Compare its first and last characters with what was received. Codes begin with mdt_ac_, refresh tokens with mdt_rt_. A database column that is too short cuts them.',
  },
  token_of_another_kind: {
    title: 'Another kind of token',
    happened:
      'Another kind of token was expected: a code was sent as refresh token, an access token, or the reverse.',
    next: 'Send the code with grant_type=authorization_code, and the refresh token with grant_type=refresh_token.',
  },
  grant_unknown: {
    title: 'Grant not known',
    happened:
      'The server does not have the grant of this token: it ended long ago, or belongs to another server.',
    next: again,
  },
  token_forged: {
    title: 'Not made by this server',
    happened: 'The token has the right form, but this server did not make it.',
    next: 'Check that it comes from this server and not from another installation. Otherwise somebody is guessing.',
  },
  token_of_another_client: {
    title: 'Token of another client',
    happened: 'The token was issued to another client.',
    next: 'Authenticate as the client that received it. If that is not yours, find out how the token came to you.',
  },
  redirect_uri_differs: {
    title: 'Redirect URI differs',
    happened: 'The redirect_uri of the token request is not that of the authorization request.',
    next: `Send the same string in both, or in neither. ${stillGood}`,
  },
  verifier_missing: {
    title: 'PKCE verifier missing',
    happened:
      'The authorization request had a PKCE challenge, and the token request has no code_verifier.',
    next: `Send the verifier that the challenge was made from. Keep it on your side, together with the state. ${stillGood}`,
  },
  verifier_not_expected: {
    title: 'PKCE verifier without a challenge',
    happened:
      'A code_verifier was sent though the authorization request had no challenge. That is what a downgrade attack looks like.',
    next: 'Send code_challenge in the authorization request too. If you did, somebody removed it on the way.',
  },
  verifier_malformed: {
    title: 'PKCE verifier malformed',
    happened:
      'The code_verifier is malformed: it must have 43 to 128 characters out of A–Z a–z 0–9 - . _ ~.',
    next: `Make it from 32 random bytes in base64url, without the padding (=). ${stillGood}`,
  },
  verifier_wrong: {
    title: 'PKCE verifier does not match',
    happened: 'The code_verifier does not match the code_challenge.',
    next: `Keep one verifier for each login, and make the challenge as base64url(SHA-256(verifier)) without padding. ${stillGood}`,
  },
  grant_revoked: {
    title: 'Grant ended',
    happened: 'The grant had ended.',
    next: again,
  },
  account_disabled: {
    title: 'Account turned off',
    happened: 'The account of the user has been turned off.',
    next: 'Only the operator can turn it on again.',
    operator: (found) => ({
      message: `The account behind the grant ${String(found.details['grant'] ?? '')} of our client ${clientOf(found)} is turned off. Is that intended?`,
      command: 'user enable EMAIL',
    }),
  },
  scope_withdrawn: {
    title: 'Scope withdrawn',
    happened:
      'Nothing is left of the granted scope: the operator has withdrawn it from the client.',
    next: 'Ask the operator, then send the user to sign in again.',
    operator: (found) => ({
      message: `The scope of a grant of our client ${clientOf(found)} was withdrawn. Is that intended?`,
      command: `client update ${clientOf(found)} --scope SCOPE`,
    }),
  },
  resource_not_granted: {
    title: 'API not granted',
    happened: 'The resource parameter named an API that was not granted.',
    next: 'Ask for one of those that were granted, or name the API in the authorization request.',
  },
  scope_wider: {
    title: 'Scope wider than granted',
    happened: 'The scope asked for more than the user granted.',
    next: 'Ask for a part of what was granted. For more, send the user through the login again with the wider scope.',
  },
  generation_expired: {
    title: 'Code or refresh token expired',
    happened: 'The code or refresh token had expired.',
    next: `Redeem a code at once. ${again}`,
  },
  generation_reused: {
    title: 'Code or refresh token used twice',
    happened: 'A code or refresh token that had been used came again, so the grant was ended.',
    next: `${again} To keep it from happening again, look for two processes or threads that use the same refresh token, a copy in a backup, or a retry. Refresh in one place at a time, or send Idempotency-Key with each refresh; @mandate/client does both. For a client that can do neither, ask the operator to set refresh_retry_seconds. If it is none of these, the token was stolen.`,
    operator: (found) => {
      const { presented, retry_seconds: seconds } = found.details
      if (presented === 0 || seconds !== 0) return undefined
      return {
        message: `Our client ${clientOf(found)} may refresh twice at the same time and cannot send Idempotency-Key. Please set refresh_retry_seconds to 60 for it.`,
        command: `client update ${clientOf(found)} --refresh-retry-seconds 60`,
      }
    },
  },
  generation_newer: {
    title: 'Token newer than the database',
    happened:
      'The token is newer than what the database knows of the grant: the database was restored from a backup.',
    next: 'The operator can let such grants continue. Otherwise the user has to sign in again.',
    operator: (found) => ({
      message: `Your database was restored and refuses newer refresh tokens of our client ${clientOf(found)}. Can you accept them?`,
      command: 'restore BACKUP --accept-newer-generations 24h',
    }),
  },
  key_retired: {
    title: 'Server key retired',
    happened: 'The server key that the tokens of this grant are made with has been retired.',
    next: again,
  },
} as const satisfies Record<string, Remedy>
