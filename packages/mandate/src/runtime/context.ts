/**
 * Runs a server: opens keys and database, listens, sweeps, manages workers and metrics, and stops
 * without failing a request. `serve.ts` puts it together; `cli/serve.ts` only reads options.
 *
 *     checked ──▶ opened (keys, store) ──▶ listening ──▶ draining ──▶ closed
 *                  │  ▲
 *                  └──┘ live and not ready, until the database is there (`patient-opening.ts`)
 *
 * Only this folder chooses the store's engine (`database.ts`, `backup-file.ts`).
 */

import type { HealthCheck } from '../pages/console/health.ts'
import type { SettingsInForce } from '../settings/in-force.ts'
import type { Settings } from '../settings.ts'
import type { Clock, Random } from '../time-and-chance.ts'

/** What everything here needs from outside. */
export interface RuntimeContext {
  readonly clock: Clock
  readonly random: Random
  /** Makes the checks of `mandate doctor` that make sense in a running server. */
  readonly examine?: ((found: SettingsInForce) => Promise<readonly HealthCheck[]>) | undefined
}

/** A running server, in this process or in several. */
export interface Serving {
  /** Those in force when it began. */
  readonly settings: Settings
  /** Rejects with `RuntimeRefused` if it cannot continue. */
  readonly exhausted: Promise<never>
  /** Refuses new connections, answers requests in flight, and closes everything. */
  close(): Promise<void>
}
