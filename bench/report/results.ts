/** The results of a run, as stored in `docs/performance/results.json`. */

import type { Machine } from '../measure/machine.ts'
import type { Seen } from '../rounds.ts'
import type { Storage } from '../standing.ts'
import type { Kind, Work } from '../subjects/subject.ts'
import { median, quantile } from './statistics.ts'

export interface Results {
  readonly measuredAt: string
  readonly machine: Machine
  /** The load average in the minute before the run and in its last. */
  readonly load: { readonly before: number; readonly after: number }
  readonly versions: Readonly<Record<string, string>>
  readonly durability: Readonly<Record<string, string>>
  readonly passwordCost: string
  readonly plan: {
    readonly rounds: number
    readonly seconds: number
    readonly connections: number
    readonly generators: number
  }
  readonly figures: readonly Figure[]
  readonly servers: readonly Standing[]
}

/** One kind of work of one subject; lists have a value for each round. */
export interface Figure {
  readonly work: Work
  readonly subject: string
  readonly kind: Kind
  /** Requests per second under a closed load. */
  readonly rate: readonly number[]
  /** Microseconds of the server's processor time per request. */
  readonly server: readonly number[]
  /** The same for all of PostgreSQL; null without one. */
  readonly database: readonly number[] | null
  /** The share of a core that the generator used; null if nothing was generated. */
  readonly generator: readonly number[] | null
  readonly latency: Latency | null
}

/** Under an open load, in microseconds from the scheduled moment; all rounds together. */
export interface Latency {
  readonly perSecond: number
  readonly requests: number
  readonly p50: number
  readonly p99: number
  /** Null if too few were sent to say. */
  readonly p999: number | null
  /** The generator's own lateness: its best and nearly worst. */
  readonly lateness: { readonly p50: number; readonly p99: number }
}

export interface Standing {
  readonly subject: string
  readonly kind: Kind
  readonly startupMilliseconds: number
  /** After the last round. */
  readonly memoryMegabytes: number
  readonly storage: Storage | null
}

/** Ten samples beyond the quantile. */
const ENOUGH_FOR_P999 = 10_000

export function figureOf({ subject, work, full, half }: Seen): Figure {
  const each = (of: (sample: (typeof full)[number]) => number | null, digits: number) => {
    const values = full.map(of)
    return values.includes(null) ? null : values.map((value) => rounded(value ?? 0, digits))
  }
  return {
    ...{ work, subject: subject.name, kind: subject.kind },
    rate: full.map(({ requests, seconds }) => Math.round(requests / seconds)),
    server: full.map(({ server }) => rounded(server, 1)),
    database: each(({ database }) => database, 1),
    generator: each(({ generator }) => generator, 2),
    latency: half.length === 0 ? null : latencyOf(half),
  }
}

function latencyOf(half: Seen['half']): Latency {
  const latencies = half.flatMap(({ sample }) => sample.latencies)
  const lateness = half.flatMap(({ sample }) => sample.lateness)
  const at = (values: readonly number[], share: number) => Math.round(quantile(values, share))
  return {
    perSecond: Math.round(median(half.map(({ perSecond }) => perSecond))),
    requests: latencies.length,
    ...{ p50: at(latencies, 0.5), p99: at(latencies, 0.99) },
    p999: latencies.length < ENOUGH_FOR_P999 ? null : at(latencies, 0.999),
    lateness: { p50: at(lateness, 0.5), p99: at(lateness, 0.99) },
  }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
