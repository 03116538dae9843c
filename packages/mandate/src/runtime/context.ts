/**
 * What runs a server: opening its keys and its database, listening, the sweep, workers, metrics, and
 * stopping without failing a request. `serve.ts` puts it together; `cli/serve.ts` only reads options.
 *
 *     checked ──▶ opened (keys, store) ──▶ listening ──▶ draining ──▶ closed
 *                  │  ▲
 *                  └──┘ live and not ready, until the database is there (`patient-opening.ts`)
 *
 * This is the only folder that chooses an engine of the store (`database.ts`, `backup-file.ts`).
 */

import type { Clock, Random } from '../time-and-chance.ts'

/** What everything here is handed from outside. */
export interface RuntimeContext {
  readonly clock: Clock
  readonly random: Random
}

/** A server that runs, in this process or in several. */
export interface Serving {
  /** Rejects with `RuntimeRefused` where it cannot go on. */
  readonly exhausted: Promise<never>
  /** Takes no new connection, answers what is in flight, and lets go of everything. */
  close(): Promise<void>
}
