import { deleteUnusedClients } from '../operations/self-registration.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store/port.ts'
import { readOnly } from '../store/read-only.ts'
import type { Clock } from '../time-and-chance.ts'

/** In seconds. */
const DAY = 24 * 60 * 60
/** Each deletion is a unit of its own. */
const CLIENTS_AT_ONCE = 20
const DOMAINS_AT_ONCE = 200

/**
 * The sweep, which after each turn also deletes unused clients that the operator did not register, and
 * domains about which the operator never decided.
 */
export function withUnusedClients(
  store: Store,
  {
    clock,
    settings,
  }: {
    readonly clock: Clock
    /** Those in force at the time. */
    readonly settings: () => Pick<Settings, 'clientRegistrationUnusedDays'>
  },
): Pick<Store, 'sweep'> {
  const context = { store: readOnly(store), clock }
  return {
    async sweep(request) {
      const swept = await store.sweep(request)
      if (!swept.turnEnded) return swept
      const { clientRegistrationUnusedDays: days } = settings()
      const removed = await deleteUnusedClients(
        context,
        { kind: 'system' },
        {
          before: request.now - days * DAY,
          limit: CLIENTS_AT_ONCE,
        },
      )
      const forgotten = await store.clientDomains.forgetHeld(
        request.now - days * DAY,
        DOMAINS_AT_ONCE,
      )
      return { ...swept, removed: swept.removed + removed + forgotten }
    },
  }
}
