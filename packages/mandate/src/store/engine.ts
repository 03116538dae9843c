/**
 * What a database has to do to be an engine of the store: run queries, written once, in units that
 * are atomic and, where they write, durable when resolved.
 *
 * A query is written for one row of input and is valid SQL by itself. An engine may run it once
 * per unit inside a shared transaction (SQLite), or run many inputs of one query as one statement
 * (PostgreSQL: `docs/decisions/0002-gathered-verbs.md`). For the second kind the text says in a
 * comment where the relation `input` would be read: `/*FROM input*\/`, `/*USING input*\/` or
 * `/*, input*\/`. Column names are qualified, so that they stay unambiguous there. `database_ms()`
 * stands for the time by the database's own clock, in milliseconds since 1970; it does not change
 * within a statement.
 *
 * Neighbours: `queries/` holds the queries, `verbs/` turns them into the port, `sqlite/` runs them.
 */

/** What crosses between the program and a database. Booleans are 0 and 1. */
export type Value = string | number | Uint8Array | null
export type Row = Readonly<Record<string, Value>>

/** The type of one input column, named as PostgreSQL arrays will need it. */
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
   * The result columns that carry the input columns of the same name, by which result rows find
   * their way back when many inputs ran as one statement. `alone` where the text has a meaning for
   * one input only (LIMIT, or input named in ON CONFLICT DO UPDATE).
   */
  readonly key: readonly (keyof Input & string)[] | 'alone'
}

/** One query with its input. Built by `step`, which checks the one against the other. */
export interface Step {
  readonly query: Query
  readonly input: Readonly<Record<string, Value>>
}

/** Pairs a query with its input. */
export function step<const Input extends Columns>(
  query: Query<Input>,
  input: InputOf<Input>,
): Step {
  return { query: query as unknown as Query, input: input as Readonly<Record<string, Value>> }
}

/** How often the engine went to the database, since it was opened. */
export interface EngineStatistics {
  readonly readUnits: number
  readonly readTransactions: number
  /** From the request of each unit to its answer, all added up, in milliseconds. */
  readonly readWaitingMs: number
  readonly writeUnits: number
  readonly writeTransactions: number
  readonly writeWaitingMs: number
  /** Units that are not answered yet. */
  readonly waitingUnits: number
}

/** Every promise rejects with `StorageUnavailable` (`port.ts`) and nothing else. */
export interface Engine {
  /** Whether `database_ms()` is told by another clock than this machine's. */
  readonly hasOwnClock: boolean
  /** Reads as of one moment. */
  read(step: Step): Promise<readonly Row[]>
  /** Runs the steps as one unit: all of them or none, durable when resolved. Answers the rows of each. */
  write(steps: readonly Step[]): Promise<readonly (readonly Row[])[]>
  ping(): Promise<void>
  statistics(): EngineStatistics
  /** Finishes what was issued before, then lets go of the database. */
  close(): Promise<void>
}

/**
 * The database cannot be used by this program, and nothing in it was changed. Both texts are whole
 * sentences for the operator.
 */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused'
  readonly remedy: string
  /** Whether it can become right by itself, as a server does that has not started yet. */
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
