/**
 * `id_token_hint` (OpenID Connect Core §3.1.2.1): an ID token that the client has received here
 * before. Only the person in it may be signed in with the request (§3.1.2.2).
 *
 * Clients keep ID tokens for years, so an expired one is good, and one whose key was retired must not
 * stop a person who can sign in. Whom such a token names is unknown, so no session fits it.
 */

import type { ReadingContext } from '../oauth/context.ts'
import type { AuthenticationRequest } from './authentication-request.ts'
import { ID_TOKEN_TYPE } from './id-token.ts'

/** Whom the request is for: anyone, one person, or somebody whose token cannot be verified. */
export type HintedPerson =
  | { readonly is: 'anyone' }
  | { readonly is: 'one'; readonly sub: string }
  | { readonly is: 'unknown' }

/** Reads the hint of a checked request of the client. */
export async function hintedPerson(
  { settings, signing }: Pick<ReadingContext, 'settings' | 'signing'>,
  {
    clientId,
    idTokenHint,
    wantedSub,
  }: Pick<AuthenticationRequest, 'idTokenHint' | 'wantedSub'> & { clientId: string },
): Promise<HintedPerson> {
  if (wantedSub !== undefined) return { is: 'one', sub: wantedSub }
  if (idTokenHint === undefined) return { is: 'anyone' }
  const expected = {
    ...{ issuer: settings.issuer, audience: clientId, typ: ID_TOKEN_TYPE },
    now: null,
  }
  const sub: unknown = (await signing.verify(idTokenHint, expected))?.sub
  return typeof sub !== 'string' ? { is: 'unknown' } : { is: 'one', sub }
}
