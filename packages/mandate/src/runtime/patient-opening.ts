/**
 * Opens the data for a server, waiting for a database that is not up yet: after a power cut
 * everything starts at once, and PostgreSQL, DNS or the network may be last. A problem that someone
 * must fix (a wrong password, a newer schema) aborts the start immediately, as for every command.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { openWaitingServer } from '../http/waiting.ts'
import type { Log } from '../log/log.ts'
import { isPostgresUrl } from '../settings/postgres-url.ts'
import type { Settings } from '../settings.ts'
import { DatabaseRefused } from '../store/engine.ts'
import { StorageUnavailable } from '../store/port.ts'
import type { RuntimeContext } from './context.ts'
import { type OpenData, openData } from './open-data.ts'
import { whyNotListening } from './ports.ts'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000
/** How often the same reason is repeated. */
const SAY_EVERY_MS = 60_000

/**
 * The open data, created if missing; undefined if `stopped` resolved first. While waiting, the port
 * answers that the server is live but not ready. Throws the errors of `openData` that waiting does
 * not fix, and `RuntimeRefused` if it cannot listen.
 */
export async function openDataPatiently(
  context: RuntimeContext,
  settings: Settings,
  { log, stopped }: { readonly log: Log; readonly stopped: Promise<unknown> },
): Promise<OpenData | undefined> {
  const open = () => openData(context, settings, { create: true, role: 'server' })
  let reason: string
  try {
    return await open()
  } catch (error) {
    reason = passing(error, settings)
  }
  const waiting = await openWaitingServer(settings).catch((error: unknown) => {
    throw whyNotListening(error, settings)
  })
  const stopping = new AbortController()
  void stopped.then(() => stopping.abort())
  try {
    let said = { reason: '', at: 0 }
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      const now = performance.now()
      if (reason !== said.reason || now - said.at >= SAY_EVERY_MS) {
        said = { reason, at: now }
        log.warn(`${reason} The server waits for its database and tries again.`)
      }
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return undefined
      try {
        const data = await open()
        log.info('The database is there.')
        return data
      } catch (error) {
        reason = passing(error, settings)
      }
    }
  } finally {
    await waiting.close()
  }
}

/** Whether the error may go away by itself. */
export function mayPass(error: unknown, { database }: Pick<Settings, 'database'>): boolean {
  if (error instanceof DatabaseRefused) return error.mayPass
  return error instanceof StorageUnavailable && isPostgresUrl(database)
}

/** The reason as a sentence. Throws the error itself if waiting does not help. */
function passing(error: unknown, settings: Settings): string {
  if (!mayPass(error, settings)) throw error
  return error instanceof DatabaseRefused ? error.message : `For now, ${(error as Error).message}.`
}
