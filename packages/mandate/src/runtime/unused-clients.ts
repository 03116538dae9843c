import { deleteUnusedClients } from '../operations/self-registration.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store/port.ts'
import { readOnly } from '../store/read-only.ts'
import type { Clock } from '../time-and-chance.ts'

/** In seconds. */
const DAY = 24 * 60 * 60
/** Each deletion is a unit of its own. */
const CLIENTS_AT_ONCE = 20

/** The sweep, which after each turn also deletes unused clients that registered themselves. */
export function withUnusedClients(
  store: Store,
  {
    clock,
    settings,
  }: {
    readonly clock: Clock
    readonly settings: Pick<Settings, 'clientRegistrationUnusedDays'>
  },
): Pick<Store, 'sweep'> {
  const context = { store: readOnly(store), clock }
  return {
    async sweep(request) {
      const swept = await store.sweep(request)
      if (!swept.turnEnded) return swept
      const removed = await deleteUnusedClients(
        context,
        { kind: 'system' },
        {
          before: request.now - settings.clientRegistrationUnusedDays * DAY,
          limit: CLIENTS_AT_ONCE,
        },
      )
      return { ...swept, removed: swept.removed + removed }
    },
  }
}
