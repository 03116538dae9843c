/**
 * The metrics of one process: counted as facts arrive (`facts/`), or read on each scrape (store,
 * sweep, process). `listener.ts` serves them; `merge.ts` merges the snapshots of several workers.
 *
 * Labels have few values, all fixed in this repository: routes, status classes, reasons, outcomes.
 */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import manifest from '../../package.json' with { type: 'json' }
import { reasons } from '../explanations/reasons.ts'
import { factKinds } from '../facts/fact.ts'
import { LOGOUT_TOKEN } from '../facts/logouts.ts'
import { jobOutcomes, type Observer, redemptionOutcomes } from '../facts/passing.ts'
import { MAIL } from '../mail/notices.ts'
import type { EngineStatistics } from '../store/engine.ts'
import type { MetricsSnapshot } from './merge.ts'

/** Up to the store's patience, after which a request fails. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The state of the sweep (`SweepState`). */
interface SweepState {
  readonly lagSeconds: number
  readonly removedTotal: number
  readonly batches: number
  readonly longestBatchMs: number
  readonly failures: number
}

/** Why the clock is in doubt (`ClockDoubt`), or undefined. */
type ClockState = { readonly ahead: number } | undefined

export interface Metrics {
  /** Counts what happens. */
  readonly observe: Observer
  /** The issuer was declared while the server ran. */
  nameIssuer(issuer: string): void
  /** `version` is that of the settings in the database which is in force. */
  watchSettings(version: () => number): void
  watchStore(state: () => EngineStatistics): void
  watchSweep(state: () => SweepState): void
  /** The jobs that are waiting, by kind; from the database, so the same in every process. */
  watchJobs(waiting: () => Promise<ReadonlyMap<string, number>>): void
  watchClock(doubt: () => ClockState): void
  /** `dropped` is the number of lost log lines. */
  watchLog(dropped: () => number): void
  /** In the Prometheus text format. */
  text(): Promise<string>
  snapshot(): Promise<MetricsSnapshot>
}

/**
 * Creates the metrics of this process, all at zero. The issuer is a label, to distinguish servers
 * in one Prometheus.
 */
export function createMetrics({ issuer }: { readonly issuer: string }): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const info = new Gauge({
    ...{ name: 'mandate_info', help: 'Always 1; its labels say what runs here.', registers },
    ...{ labelNames: ['version', 'issuer'], aggregator: 'first' },
  })
  const nameIssuer = (name: string) => {
    info.reset()
    info.set({ version: manifest.version, issuer: name }, 1)
  }
  nameIssuer(issuer)

  return {
    nameIssuer,
    observe: countFacts(registers),
    watchStore: (state) => readStore(registers, state),
    watchSettings: (version) => readSettingsVersion(registers, version),
    watchSweep: (state) => readSweep(registers, state),
    watchJobs: (waiting) => readJobs(registers, waiting),
    watchClock: (doubt) => readClock(registers, doubt),
    watchLog: (dropped) => readLog(registers, dropped),
    text: () => registry.metrics(),
    snapshot: () => registry.getMetricsAsJSON(),
  }
}

function countFacts(registers: Registry[]): Observer {
  const requests = new Histogram({
    name: 'mandate_http_request_duration_seconds',
    help: 'Requests by route and class of status code, from their headers to the end of the answer.',
    labelNames: ['endpoint', 'status'],
    buckets: SECONDS,
    registers,
  })
  const refusals = new Counter({
    name: 'mandate_refusals_total',
    help: 'Refused requests by reason; `mandate error show` explains a single one.',
    labelNames: ['reason'],
    registers,
  })
  for (const reason of reasons) refusals.inc({ reason }, 0)
  const redemptions = new Counter({
    name: 'mandate_redemptions_total',
    help: 'Codes and refresh tokens of authenticated clients, by what became of them.',
    labelNames: ['outcome'],
    registers,
  })
  const outcomes = new Map(
    redemptionOutcomes.map((outcome) => [outcome, redemptions.labels(outcome)]),
  )
  for (const outcome of outcomes.values()) outcome.inc(0)
  const unavailable = new Counter({
    name: 'mandate_storage_unavailable_total',
    help: 'Requests that got 503 because the database did not take part.',
    registers,
  })
  const turnedAway = new Counter({
    name: 'mandate_turned_away_total',
    help: 'Requests that got 503 because too many were in flight already.',
    registers,
  })
  const jobs = new Counter({
    name: 'mandate_jobs_total',
    help: 'Attempts at jobs, such as mail, by what became of them.',
    labelNames: ['kind', 'outcome'],
    registers,
  })
  for (const kind of [MAIL, LOGOUT_TOKEN]) {
    for (const outcome of jobOutcomes) jobs.inc({ kind, outcome }, 0)
  }
  // Looking up labels costs more than counting.
  const known = new Map<string, { observe(seconds: number): void }>()

  const changes = new Counter({
    name: 'mandate_changes_total',
    help: 'Changes that this process made for people, clients and operators, by kind.',
    labelNames: ['kind'],
    registers,
  })
  for (const kind of factKinds) changes.inc({ kind }, 0)

  function answered(endpoint: string, status: number, milliseconds: number): void {
    const key = `${Math.floor(status / 100)} ${endpoint}`
    let series = known.get(key)
    if (series === undefined) {
      series = requests.labels(endpoint, `${Math.floor(status / 100)}xx`)
      known.set(key, series)
    }
    series.observe(milliseconds / 1000)
  }

  return (fact) => {
    switch (fact.kind) {
      case 'request.answered':
        return answered(fact.endpoint, fact.status, fact.milliseconds)
      case 'request.refused':
        return refusals.inc({ reason: fact.reason })
      // Summed by `activity/`; the histogram of requests has their number.
      case 'token.issued':
      case 'token.introspected':
      case 'sign_in.failed':
        return
      case 'token.redeemed':
        return outcomes.get(fact.outcome)?.inc()
      case 'job.tried':
        return jobs.inc({ kind: fact.job, outcome: fact.outcome })
      case 'storage.unavailable':
        return unavailable.inc()
      case 'request.turned_away':
        return turnedAway.inc()
      default:
        return changes.inc({ kind: fact.kind })
    }
  }
}

function readStore(registers: Registry[], state: () => EngineStatistics): void {
  const shown = [
    ['units', 'Reads and writes that requests asked for.', ['readUnits', 'writeUnits'], 1],
    [
      'transactions',
      'Transactions that they were gathered into.',
      ['readTransactions', 'writeTransactions'],
      1,
    ],
    [
      'waiting_seconds',
      'How long all of them together took, the wait for their turn included.',
      ['readWaitingMs', 'writeWaitingMs'],
      1000,
    ],
  ] as const
  for (const [name, help, [read, write], divisor] of shown) {
    new Counter({
      ...{ name: `mandate_store_${name}_total`, help, labelNames: ['purpose'], registers },
      collect() {
        const now = state()
        this.reset()
        this.inc({ purpose: 'read' }, now[read] / divisor)
        this.inc({ purpose: 'write' }, now[write] / divisor)
      },
    })
  }
  readGauge(registers, {
    name: 'mandate_store_waiting_units',
    help: 'Reads and writes that are waiting or under way now.',
    read: () => state().waitingUnits,
  })
}

function readSweep(registers: Registry[], state: () => SweepState): void {
  readGauge(registers, {
    name: 'mandate_sweep_lag_seconds',
    help: 'For how long, at most, something that is over has been waiting to be removed.',
    aggregator: 'min',
    read: () => state().lagSeconds,
  })
  readGauge(registers, {
    name: 'mandate_sweep_longest_batch_seconds',
    help: 'The longest that one batch of the sweep took.',
    aggregator: 'max',
    read: () => state().longestBatchMs / 1000,
  })
  const counted = [
    ['removed_rows', 'Rows that the sweep has removed.', 'removedTotal'],
    ['batches', 'Batches of the sweep.', 'batches'],
    ['failures', 'Batches that the database had no time for.', 'failures'],
  ] as const
  for (const [name, help, read] of counted) {
    new Counter({
      ...{ name: `mandate_sweep_${name}_total`, help, registers },
      collect() {
        this.reset()
        this.inc(state()[read])
      },
    })
  }
}

function readJobs(
  registers: Registry[],
  waiting: () => Promise<ReadonlyMap<string, number>>,
): void {
  new Gauge({
    name: 'mandate_jobs_waiting',
    help: 'Jobs, such as mail, that are due or will be tried again.',
    ...{ labelNames: ['kind'], aggregator: 'max', registers },
    async collect() {
      for (const [kind, count] of await waiting()) this.set({ kind }, count)
    },
  })
}

function readSettingsVersion(registers: Registry[], version: () => number): void {
  readGauge(registers, {
    name: 'mandate_settings_version',
    help: 'The version of the settings in the database that is in force; lower than elsewhere where it cannot be used.',
    aggregator: 'min',
    read: version,
  })
}

function readClock(registers: Registry[], doubt: () => ClockState): void {
  readGauge(registers, {
    name: 'mandate_clock_doubt_seconds',
    help: 'How far the clock of this machine is from the time that is trusted; 0 where it is believed.',
    aggregator: 'max',
    read: () => Math.abs(doubt()?.ahead ?? 0),
  })
}

function readLog(registers: Registry[], dropped: () => number): void {
  new Counter({
    name: 'mandate_log_lines_dropped_total',
    help: 'Lines of the log that could not be written and are lost.',
    registers,
    collect() {
      this.reset()
      this.inc(dropped())
    },
  })
}

function readGauge(
  registers: Registry[],
  {
    read,
    ...described
  }: {
    readonly name: string
    readonly help: string
    readonly aggregator?: 'min' | 'max'
    readonly read: () => number
  },
): void {
  new Gauge({
    ...{ ...described, registers },
    collect() {
      this.set(read())
    },
  })
}
