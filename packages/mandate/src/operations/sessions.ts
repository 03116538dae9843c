/** Signing out. Signing in is in `people/sign-in.ts`. */

import { endSession } from '../people/session.ts'
import type { Store } from '../store/port.ts'
import { writes } from '../store/write-access.ts'

/** Ends the session of this cookie, if any. Rejects only with `StorageUnavailable`. */
export const signOut = writes(
  ({ store }: { readonly store: Pick<Store, 'sessions'> }, cookieSecret: string | undefined) =>
    endSession(store.sessions, cookieSecret),
)
