/**
 * `mandate serve --workers N`, as its primary sees it: make the keys and bring the database up to date
 * once, let go of the database, then have workers serve (`workers.ts`) and show their metrics as one.
 */

import type { Log } from '../log/log.ts'
import { workerCounts } from '../metrics/worker-counts.ts'
import type { Settings } from '../settings.ts'
import type { CommandContext } from './command.ts'
import { openData } from './data-directory.ts'
import { createWorkerMetrics, serveMetrics } from './metrics.ts'
import type { Serving } from './serving.ts'
import { startWorkers } from './workers.ts'

/** Resolves when all of them listen. Rejects with `CommandRefused` where one cannot. */
export async function serveWithWorkers(
  context: CommandContext,
  settings: Settings,
  { count, log }: { readonly count: number; readonly log: Log },
): Promise<Serving> {
  const { store } = await openData(context, settings, { create: true })
  await store.close()
  const tell = (sentence: string) => log.warn(sentence)
  const workers = await startWorkers(settings, { count, tell })
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
