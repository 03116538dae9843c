/** A listening server with its sweep, for `serve` and `demo`. */

import { createServer } from '../http/server.ts'
import { createPasswords } from '../people/password.ts'
import type { LogLevel } from '../settings.ts'
import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import type { CommandContext } from './command.ts'
import type { OpenData } from './data-directory.ts'

const SWEEP_EVERY_MS = 60_000
const SWEEP_AT_ONCE = 500
/** Grants that are over stay for a month, so that whoever asks why still finds them. */
const KEEP_OVER_SECONDS = 30 * 24 * 60 * 60

export interface RunningServer {
  /** Takes no new connection, answers what is in flight, stops the sweep. The store stays open. */
  close(): Promise<void>
}

/** Listens on host and port of the settings. Rejects with the system's error where it cannot. */
export async function startServer(
  { clock, random }: CommandContext,
  { settings, keys, store }: OpenData,
  { logLevel }: { readonly logLevel: LogLevel },
): Promise<RunningServer> {
  const log = logLevel === 'silent' ? false : { level: logLevel }
  const passwords = createPasswords({ random })
  const server = await createServer({ store, keys, settings, clock, random, passwords, log })
  await server.listen({ host: settings.host, port: settings.port })
  const sweep = startSweep(store, clock)
  return {
    async close() {
      await server.close()
      await sweep.stop()
    },
  }
}

/**
 * Takes away what is over, a bounded batch at a time. Any number of processes may do so at once. A
 * batch that the database has no time for waits for the next round.
 */
function startSweep(store: Store, clock: Clock) {
  let after: string | null = null
  let running: Promise<void> = Promise.resolve()
  const sweep = async () => {
    const now = clock.now()
    const page = { after, limit: SWEEP_AT_ONCE }
    after = await store.sweep(now, now - KEEP_OVER_SECONDS, page).then(
      ({ next }) => next,
      () => after,
    )
  }
  const timer = setInterval(() => {
    running = running.then(sweep)
  }, SWEEP_EVERY_MS).unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
