/** What `bench/import.ts` measures and `document.ts` turns into a table. */

export const engines = ['SQLite', 'PostgreSQL'] as const
export type EngineName = (typeof engines)[number]

export interface ImportFigures {
  readonly engine: EngineName
  readonly users: number
  /** Users per second of wall-clock time, from the start of the process to its end. */
  readonly rate: number
  /** Processor time for each user, in microseconds: of the command, and of a separate database. */
  readonly command: number
  readonly database: number | null
  /** The most resident memory that the command had, in megabytes. */
  readonly peakMegabytes: number
}

/** Latencies of refreshes over HTTP, in milliseconds, at a steady rate. */
export interface Latencies {
  readonly p50: number
  readonly p99: number
  readonly most: number
}

export interface BesideFigures {
  readonly engine: EngineName
  /** Refreshes a second. */
  readonly refreshes: number
  readonly alone: Latencies
  readonly beside: Latencies
  /** Users a second that were imported meanwhile. */
  readonly rate: number
}

export interface Results {
  readonly machine: string
  /** The load average before and after, of the last minute. */
  readonly load: readonly [before: number, after: number]
  readonly imports: readonly ImportFigures[]
  readonly beside: readonly BesideFigures[]
}
