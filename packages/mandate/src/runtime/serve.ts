/** Runs a server until it is told to stop: in this process, or in several workers. */

import { availableParallelism } from 'node:os'
import { type Log, openLog } from '../log/log.ts'
import { logProcessEvents } from '../log/process-events.ts'
import type { GivenSettings } from '../settings/given.ts'
import { toOpenWith } from '../settings/in-force.ts'
import type { Settings } from '../settings.ts'
import type { RuntimeContext, Serving } from './context.ts'
import { settle } from './declared.ts'
import { openDataPatiently } from './patient-opening.ts'
import { freePort, whyNotListening } from './ports.ts'

export interface Served {
  readonly settings: Settings
  readonly log: Log
}

/**
 * Resolves when the server has stopped, after `stopped`. Calls `ready` once it listens, and
 * `opened` as soon as there is a log. Replaces port 0 with a real port first, in the issuer too. The
 * settings in force include what is declared in the database.
 * Rejects with `RuntimeRefused`, `DatabaseRefused` or `KeyFileRefused` after closing everything.
 */
export async function serve(
  context: RuntimeContext,
  wanted: GivenSettings,
  {
    stopped,
    opened,
    ready,
  }: {
    readonly stopped: Promise<unknown>
    readonly opened: (log: Log) => void
    readonly ready: (served: Served) => Promise<void>
  },
): Promise<void> {
  const given = await withPort(wanted)
  const settings = toOpenWith(given)
  const log = openLog(settings.logLevel)
  logProcessEvents(log)
  opened(log)
  const count = settings.workers === 0 ? availableParallelism() : settings.workers
  try {
    const serving =
      count === 1
        ? await serveAlone(context, given, { log, stopped })
        : await (await import('./serve-with-workers.ts')).serveWithWorkers(context, given, {
            count,
            log,
            stopped,
          })
    if (serving === undefined) return
    try {
      await ready({ settings: serving.settings, log })
      await Promise.race([stopped, serving.exhausted])
    } finally {
      await serving.close()
    }
  } finally {
    await log.close()
  }
}

/** Runs in this process; undefined if `stopped` resolved before the database was up. */
async function serveAlone(
  context: RuntimeContext,
  given: GivenSettings,
  { log, stopped }: { readonly log: Log; readonly stopped: Promise<unknown> },
): Promise<Serving | undefined> {
  const toOpen = toOpenWith(given)
  const data = await openDataPatiently(context, toOpen, { log, stopped })
  if (data === undefined) return undefined
  const opened: { close(): Promise<void> }[] = [data.store]
  const close = async () => {
    for (const part of opened.splice(0).reverse()) await part.close()
  }
  try {
    const { settings, version } = await settle(given, data.store)
    // Loaded here because it is slow to load, and workers load their own.
    const [{ startServer }, { createMetrics }, { serveMetrics }] = await Promise.all([
      import('./running-server.ts'),
      import('../metrics/metrics.ts'),
      import('./metrics.ts'),
    ])
    const metrics = createMetrics(settings)
    opened.push(
      await startServer(
        context,
        { ...data, settings },
        { log, metrics, declared: { given, version } },
      ),
    )
    const { text } = metrics
    const tell = (sentence: string) => log.warn(sentence)
    const listener = await serveMetrics(settings, { text, tell })
    if (listener !== undefined) opened.push(listener)
    return { settings, exhausted: new Promise(() => {}), close }
  } catch (error) {
    await close()
    throw whyNotListening(error, toOpen)
  }
}

async function withPort(wanted: GivenSettings): Promise<GivenSettings> {
  const settings = toOpenWith(wanted)
  if (settings.port !== 0) return wanted
  const port = await freePort(settings.host)
  const given = wanted.given.map((one) => {
    if (one.name === 'port') return { ...one, value: port }
    if (one.name !== 'issuer') return one
    return { ...one, value: String(one.value).replace(/:0$/, `:${port}`) }
  })
  return { ...wanted, given }
}
