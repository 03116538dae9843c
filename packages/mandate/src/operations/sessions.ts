/**
 * Ends sessions: by their own browser, from the account page, by support, by the platform. Signing in
 * is in `people/sign-in.ts`; `account-ends.ts` ends all sessions of an account.
 */

import { endSession } from '../people/session.ts'
import type { Store } from '../store/port.ts'
import type { Session } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { theAccount } from './permitted.ts'

interface SessionContext {
  readonly store: Pick<Store, 'sessions'>
  readonly clock: Clock
}

/** Ends the session of this cookie, if any. Rejects only with `StorageUnavailable`. */
export const signOut = writes(
  ({ store }: { readonly store: Pick<Store, 'sessions'> }, cookieSecret: string | undefined) =>
    endSession(store.sessions, cookieSecret),
)

/** Ends one session of the account, and its browser is no longer known. Rejects as above. */
export const endSessionOf = operation(
  { by: ['account', 'operator', 'platform'], needs: 'users:help', touches: theAccount },
  async (
    { store, clock }: SessionContext,
    actor,
    session: { readonly accountId: string; readonly id: string },
  ): Promise<{ readonly is: 'ended' | 'no_such_session' }> => {
    const ended = await store.sessions.end(session, { by: actor, at: clock.now() })
    return { is: ended ? 'ended' : 'no_such_session' }
  },
)

/** Ends every session of the account but `kept`, likewise; returns how many. Rejects as above. */
export const signOutElsewhere = operation(
  { by: ['account'] },
  async (
    { store, clock }: SessionContext,
    actor,
    { kept }: { readonly kept: Session },
  ): Promise<{ readonly is: 'signed_out'; readonly sessions: number }> => {
    const whose = { ...kept, accountId: actor.id }
    const sessions = await store.sessions.endOthers(whose, { by: actor, at: clock.now() })
    return { is: 'signed_out', sessions }
  },
)
