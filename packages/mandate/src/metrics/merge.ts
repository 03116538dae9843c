/**
 * Merges the metrics of several processes: counters and histograms are summed, gauges as each
 * declares. A process's counts are kept after it ends, because Prometheus takes a falling counter
 * for a reset and would count the remainder twice.
 */

import { AggregatorRegistry, type MetricType, type Registry } from 'prom-client'

/** A snapshot of a process's metrics, which can be sent to another process. */
export type MetricsSnapshot = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

export interface Merger<Process> {
  /** The latest snapshot of a running process. */
  update(process: Process, snapshot: MetricsSnapshot): void
  /** The process ended: keep its counters, drop its gauges. */
  end(process: Process): void
  /** All metrics in the Prometheus text format. */
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

/** As in a snapshot; prom-client's types have it as a number. */
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
