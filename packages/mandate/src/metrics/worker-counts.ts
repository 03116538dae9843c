/** What only the primary knows of its workers. */

import { Counter, Gauge, Registry } from 'prom-client'

/** Answers the text format of Prometheus, anew each time. */
export function workerCounts(workers: {
  serving(): readonly unknown[]
  deaths(): number
}): () => Promise<string> {
  const registry = new Registry()
  const registers = [registry]
  new Gauge({
    ...{ name: 'mandate_workers', help: 'Workers that listen.', registers },
    collect() {
      this.set(workers.serving().length)
    },
  })
  new Counter({
    ...{
      name: 'mandate_worker_deaths_total',
      help: 'Workers that nobody told to stop.',
      registers,
    },
    collect() {
      this.reset()
      this.inc(workers.deaths())
    },
  })
  return () => registry.metrics()
}
