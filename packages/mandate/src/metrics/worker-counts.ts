/** Metrics about workers that only the primary process knows. */

import { Counter, Gauge, Registry } from 'prom-client'

/** Returns the current values in the Prometheus text format. */
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
