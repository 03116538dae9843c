/**
 * Serves the metrics of `mandate serve`: those of this process, or of all workers merged.
 *
 * An explicitly set port must be free. The default port is used only if free, so that a second
 * server on one machine still starts, and says that it has no metrics.
 */

import type { Worker } from 'node:cluster'
import { setTimeout as pause } from 'node:timers/promises'
import { type MetricsListener, openMetricsListener } from '../metrics/listener.ts'
import { createMerger } from '../metrics/merge.ts'
import { USUAL_METRICS_PORT } from '../settings/setting.ts'
import type { Settings } from '../settings.ts'
import { whyNotListening } from './ports.ts'
import { say } from './worker-messages.ts'
import type { Workers } from './workers.ts'

/** A worker that has not answered by then is shown as of its last answer. */
const PATIENCE_MS = 1_000

type MetricsPlace = Pick<Settings, 'metricsHost' | 'metricsPort'>

/**
 * Undefined if there are no metrics. Rejects with `RuntimeRefused` if the given port cannot be
 * used.
 */
export async function serveMetrics(
  { metricsHost: host, metricsPort }: MetricsPlace,
  {
    text,
    tell,
  }: { readonly text: () => Promise<string>; readonly tell: (sentence: string) => void },
): Promise<MetricsListener | undefined> {
  if (metricsPort === 0) return undefined
  const port = metricsPort ?? USUAL_METRICS_PORT
  try {
    return await openMetricsListener({ host, port }, text)
  } catch (error) {
    if (metricsPort !== null) {
      throw whyNotListening(error, { host, setting: 'metrics' })
    }
    tell(
      `There are no metrics, because port ${port} on ${host} cannot be had: give another one with --metrics-port, or 0 to do without.`,
    )
    return undefined
  }
}

/** The merged metrics of all workers; `own` is the primary's part, as text. */
export function createWorkerMetrics(
  workers: Pick<Workers, 'serving' | 'observe'>,
  own: () => Promise<string>,
): { text(): Promise<string> } {
  const merger = createMerger<Worker>()
  const questions = new Map<Worker, (() => void)[]>()
  const answered = (worker: Worker) => {
    for (const resolve of questions.get(worker) ?? []) resolve()
    questions.delete(worker)
  }
  workers.observe({
    heard(worker, said) {
      if (said.is !== 'measured') return
      merger.update(worker, said.metrics)
      answered(worker)
    },
    ended(worker) {
      merger.end(worker)
      answered(worker)
    },
  })

  async function ask(worker: Worker): Promise<void> {
    const answer = new Promise<void>((resolve) => {
      questions.set(worker, [...(questions.get(worker) ?? []), resolve])
    })
    say(worker, { is: 'measure' })
    await Promise.race([answer, pause(PATIENCE_MS, undefined, { ref: false })])
  }

  return {
    async text() {
      await Promise.all(workers.serving().map(ask))
      return `${await merger.text()}\n${await own()}`
    },
  }
}
