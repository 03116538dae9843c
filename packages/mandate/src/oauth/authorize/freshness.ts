/**
 * How recent a sign-in must be: `prompt=login`, `prompt=select_account` and `max_age` (OpenID
 * Connect Core §3.1.2.1).
 *
 * A password is typed during the request. An external way reports when the person signed in there,
 * which may be before the request. Such a sign-in is checked once, against the start of the
 * request, so that a person who takes a minute on the consent page is not sent back to sign in.
 */

import type { Session } from '../../store/records.ts'
import type { PendingAuthorization } from './pending.ts'
import type { AuthorizationRequest } from './request.ts'

/** A pending authorization whose request has been checked. */
export interface CheckedPending extends PendingAuthorization {
  readonly asked: AuthorizationRequest
}

/** The earliest acceptable sign-in, in seconds since 1970; null for any. */
export function signInNotBefore({ asked, startedAt, provesAgain }: CheckedPending): number | null {
  const { prompt, maxAge } = asked
  if (prompt.includes('login') || provesAgain) return startedAt
  return maxAge === null ? null : startedAt - maxAge
}

/** Whether a sign-in is recent enough. `now` in seconds since 1970. */
export function isFreshEnough(
  pending: CheckedPending,
  { accountId, authTime }: Pick<Session, 'accountId' | 'authTime'>,
  now: number,
): boolean {
  const { asked, startedAt, arrived, provesAgain } = pending
  const { prompt, maxAge } = asked
  if (authTime !== null && authTime >= startedAt) return true
  if (prompt.includes('login') || provesAgain) return false
  // Choosing an account at another site does not mean a new sign-in there.
  if (prompt.includes('select_account') && arrived !== accountId) return false
  if (maxAge === null) return true
  // The time of the sign-in is unknown.
  if (authTime === null) return false
  if (now - authTime <= maxAge) return true
  return arrived === accountId && startedAt - authTime <= maxAge
}
