/**
 * What a database must offer to be an engine of the store: run queries, written once, in units that
 * are atomic and, if they write, durable once resolved.
 *
 * A query is written for one row of input and is valid SQL by itself. An engine may run it once per
 * unit in a shared transaction (SQLite), or run many inputs of one query as one statement
 * (PostgreSQL: `docs/decisions/0002-gathered-verbs.md`). For the latter, a comment in the text
 * marks where the relation `input` goes: `/*FROM input*\/`, `/*USING input*\/` or `/*, input*\/`.
 * Column names are qualified to stay unambiguous there. `database_ms()` is the database's own time,
 * in milliseconds since 1970; it does not change within a statement. `database_bytes()` is its size.
 *
 * Neighbours: `queries/` has the queries, `verbs/` builds the port from them, `sqlite/` and
 * `postgres/` run them.
 */

import type { Actor, NewJob } from '../facts/actor.ts'
import type { FactToCome } from '../facts/fact.ts'

/** The values that a database takes and returns. Booleans are 0 and 1. */
export type Value = string | number | Uint8Array | null
export type Row = Readonly<Record<string, Value>>

/** The type of one input column, named as for PostgreSQL arrays. */
export type ColumnType = 'text' | 'bigint' | 'bytes'
export type Columns = Readonly<Record<string, ColumnType>>

interface Values {
  readonly text: string | null
  readonly bigint: number | null
  readonly bytes: Uint8Array | null
}
export type InputOf<Input extends Columns> = {
  readonly [Column in keyof Input]: Values[Input[Column]]
}

export interface Query<Input extends Columns = Columns> {
  readonly name: string
  readonly text: string
  /** Every `:parameter` of the text. */
  readonly input: Input
  /**
   * The result columns that equal the input columns of the same name. They assign result rows to
   * units when many inputs ran as one statement. `alone` if the text only makes sense for one input
   * (LIMIT, or input used in ON CONFLICT DO UPDATE).
   */
  readonly key: readonly (keyof Input & string)[] | 'alone'
}

/** One query with its input. Built by `step`, which checks that they match. */
export interface Step {
  readonly query: Query
  readonly input: Readonly<Record<string, Value>>
  readonly records?: Recording
}

/** The fact that a step writes. */
export interface Recording {
  readonly id: string
  readonly fact: FactToCome
  readonly by: Actor
  /** In seconds since 1970. */
  readonly at: number
  /** Written in the same unit, if the fact is. */
  readonly jobs: readonly NewJob[]
  /** Listeners hear of it only if the unit changed something. */
  readonly ifDone: boolean
}

export function step<const Input extends Columns>(
  query: Query<Input>,
  input: InputOf<Input>,
): Step {
  return { query: query as unknown as Query, input: input as Readonly<Record<string, Value>> }
}

/** How often the engine queried the database since it was opened. */
export interface EngineStatistics {
  readonly readUnits: number
  readonly readTransactions: number
  /** From each unit's request to its answer, in total, in milliseconds. */
  readonly readWaitingMs: number
  readonly writeUnits: number
  readonly writeTransactions: number
  readonly writeWaitingMs: number
  /** Units not answered yet. */
  readonly waitingUnits: number
}

/** Every promise rejects only with `StorageUnavailable` (`port.ts`). */
export interface Engine {
  /** Whether `database_ms()` comes from a clock other than this machine's. */
  readonly hasOwnClock: boolean
  /** Reads one snapshot. */
  read(step: Step): Promise<readonly Row[]>
  /** Runs all of the steps or none, durably once resolved. Returns the rows of each. */
  write(steps: readonly Step[]): Promise<readonly (readonly Row[])[]>
  ping(): Promise<void>
  statistics(): EngineStatistics
  /** Finishes everything issued before, then closes the database. */
  close(): Promise<void>
}

/**
 * This program cannot use the database, and nothing in it was changed. Both texts are whole
 * sentences for the operator.
 */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused'
  readonly remedy: string
  /** Whether waiting may help, for example if the database server is still starting. */
  readonly mayPass: boolean
  constructor(
    message: string,
    remedy: string,
    { mayPass = false, ...options }: { cause?: unknown; mayPass?: boolean } = {},
  ) {
    super(message, options)
    this.remedy = remedy
    this.mayPass = mayPass
  }
}
