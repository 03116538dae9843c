/**
 * One set of metrics for several processes: counters and histograms are added up, gauges as each of
 * them says. What a process has counted stays when it ends, because Prometheus takes a counter that falls for
 * one that began anew, and would count everything that is left a second time.
 */

import { AggregatorRegistry, type MetricType, type Registry } from 'prom-client'

/** All metrics of a process at one moment; it can be sent to another process. */
export type MetricsSnapshot = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

export interface Merger<Process> {
  /** The newest of a process that runs. */
  update(process: Process, snapshot: MetricsSnapshot): void
  /** It has ended: what it counted stays, what it measured goes. */
  end(process: Process): void
  /** All of them in the text format of Prometheus. */
  text(own?: MetricsSnapshot): Promise<string>
}

export function createMerger<Process>(): Merger<Process> {
  const running = new Map<Process, MetricsSnapshot>()
  let ended: MetricsSnapshot = []
  return {
    update: (process, snapshot) => void running.set(process, snapshot),
    end(process) {
      ended = add(ended, (running.get(process) ?? []).filter(isCounted))
      running.delete(process)
    },
    text: (own = []) => AggregatorRegistry.aggregate([own, ...running.values(), ended]).metrics(),
  }
}

/** As it is spelled in a snapshot; the types of prom-client have its number. */
function isCounted({ type }: { readonly type: MetricType | string }): boolean {
  return type === 'counter' || type === 'histogram'
}

function add(total: MetricsSnapshot, more: MetricsSnapshot): MetricsSnapshot {
  const byName = new Map(total.map((metric) => [metric.name, metric]))
  for (const metric of more) {
    const known = byName.get(metric.name)
    const values = new Map(known?.values.map((value) => [keyOf(value), value]))
    for (const value of metric.values) {
      const before = values.get(keyOf(value))?.value ?? 0
      values.set(keyOf(value), { ...value, value: before + value.value })
    }
    byName.set(metric.name, { ...metric, values: [...values.values()] })
  }
  return [...byName.values()]
}

/** A histogram has three series under one name: buckets, sum and count. */
function keyOf(value: MetricsSnapshot[number]['values'][number]): string {
  const { metricName = '' } = value as { readonly metricName?: string }
  return JSON.stringify([metricName, Object.entries(value.labels).sort()])
}
