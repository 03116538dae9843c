/**
 * Which facts may end a session or take a grant away from its client, so that something follows from
 * them (`oidc/what-a-logout-ends.ts`). The store does it at once, and a job makes sure of it.
 */

import type { RevocationCause } from '../grants/grant.ts'
import type { NewJob } from './actor.ts'
import type { FactKind, JobsFor, Parties } from './fact.ts'

/** The kind of the jobs that finish a logout. */
export const LOGOUT = 'logout'
/** The kind of the jobs that send a logout token. */
export const LOGOUT_TOKEN = 'logout-token'

/** Whose sessions to look at. */
export interface Logout {
  readonly accountId?: string
  readonly grantId?: string
  /** Also those that were over by time. */
  readonly everywhere: boolean
}

const REACH: { readonly [Kind in FactKind]?: 'ended_sessions' | 'all_sessions' } = {
  'session.ended': 'ended_sessions',
  'sessions.ended': 'ended_sessions',
  'account.password_changed': 'ended_sessions',
  'account.address_changed': 'ended_sessions',
  'account.address_change_stopped': 'ended_sessions',
  'account.updated': 'ended_sessions',
  'identity.unlinked': 'ended_sessions',
  'consent.withdrawn': 'ended_sessions',
  'account.disabled': 'all_sessions',
  'account.deletion_asked': 'all_sessions',
}

interface Happened extends Parties {
  readonly kind: FactKind
  readonly because?: RevocationCause
}

/** Undefined if nothing follows from the fact. */
export function logoutAfter({ kind, because, ...parties }: Happened): Logout | undefined {
  const { grantId, accountId, clientId } = parties
  if (kind === 'grant.ended') {
    const isTakenAway = because !== 'revoked_by_client' && because !== 'reuse'
    return isTakenAway && grantId !== undefined ? { grantId, everywhere: false } : undefined
  }
  if (accountId === undefined) return undefined
  if (kind === 'grants.ended') return { accountId, everywhere: clientId === undefined }
  const reach = REACH[kind]
  return reach && { accountId, everywhere: reach === 'all_sessions' }
}

/** The job that follows from a fact, if a client believes that the person is signed in. Pure. */
export const logoutsFor: JobsFor = (fact): readonly NewJob[] => {
  const logout = logoutAfter(fact)
  if (logout === undefined) return []
  const { everywhere: _, ...whose } = logout
  return [{ kind: LOGOUT, input: { ...logout }, ifSignedIn: whose }]
}
