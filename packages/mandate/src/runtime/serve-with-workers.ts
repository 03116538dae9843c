/**
 * The primary of `mandate serve --workers N`: creates the keys and migrates the database once,
 * closes the database, then starts the workers (`workers.ts`) and merges their metrics.
 */

import type { Log } from '../log/log.ts'
import { workerCounts } from '../metrics/worker-counts.ts'
import type { GivenSettings } from '../settings/given.ts'
import { toOpenWith } from '../settings/in-force.ts'
import type { RuntimeContext, Serving } from './context.ts'
import { settle } from './declared.ts'
import { createWorkerMetrics, serveMetrics } from './metrics.ts'
import { openData } from './open-data.ts'
import { mayPass } from './patient-opening.ts'
import { startWorkers } from './workers.ts'

/**
 * Resolves when all workers serve, or with undefined if `stopped` resolved first. Rejects with
 * `RuntimeRefused` if one cannot.
 */
export async function serveWithWorkers(
  context: RuntimeContext,
  given: GivenSettings,
  {
    count,
    log,
    stopped,
  }: { readonly count: number; readonly log: Log; readonly stopped: Promise<unknown> },
): Promise<Serving | undefined> {
  let settings = toOpenWith(given)
  try {
    const { store } = await openData(context, settings, { create: true, role: 'workers' })
    try {
      settings = (await settle(given, store)).settings
    } finally {
      await store.close()
    }
  } catch (error) {
    // The database is not up yet: each worker waits for it and does all this itself.
    if (!mayPass(error, settings)) throw error
  }
  const tell = (sentence: string) => log.warn(sentence)
  const workers = await startWorkers({ settings, given }, { count, tell, stopped })
  if (workers === undefined) return undefined
  try {
    const metrics = createWorkerMetrics(workers, workerCounts(workers))
    const listener = await serveMetrics(settings, { text: () => metrics.text(), tell })
    return {
      settings,
      exhausted: workers.exhausted,
      async close() {
        await workers.close()
        await listener?.close()
      },
    }
  } catch (error) {
    await workers.close()
    throw error
  }
}
