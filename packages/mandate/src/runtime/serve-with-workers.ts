/**
 * `mandate serve --workers N`, as its primary sees it: make the keys and bring the database up to date
 * once, let go of the database, then have workers serve (`workers.ts`) and show their metrics as one.
 */

import type { Log } from '../log/log.ts'
import { workerCounts } from '../metrics/worker-counts.ts'
import type { Settings } from '../settings.ts'
import type { RuntimeContext, Serving } from './context.ts'
import { createWorkerMetrics, serveMetrics } from './metrics.ts'
import { openData } from './open-data.ts'
import { mayPass } from './patient-opening.ts'
import { startWorkers } from './workers.ts'

/**
 * Resolves when all workers serve, or with undefined where `stopped` came first. Rejects with
 * `RuntimeRefused` where one cannot.
 */
export async function serveWithWorkers(
  context: RuntimeContext,
  settings: Settings,
  {
    count,
    log,
    stopped,
  }: { readonly count: number; readonly log: Log; readonly stopped: Promise<unknown> },
): Promise<Serving | undefined> {
  try {
    const { store } = await openData(context, settings, { create: true })
    await store.close()
  } catch (error) {
    // Each worker waits for it, and does all this itself.
    if (!mayPass(error, settings)) throw error
  }
  const tell = (sentence: string) => log.warn(sentence)
  const workers = await startWorkers(settings, { count, tell, stopped })
  if (workers === undefined) return undefined
  try {
    const metrics = createWorkerMetrics(workers, workerCounts(workers))
    const listener = await serveMetrics(settings, { text: () => metrics.text(), tell })
    return {
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
