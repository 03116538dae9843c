/**
 * Backup and restore, whatever engine lies on either side: rows go from a database as of one moment
 * into an empty one, are counted and digested on the way, and are read again where they arrived.
 *
 *     backup:   a database ──▶ a backup file        restore:   a backup file ──▶ an empty database
 *
 * A backup file is an SQLite database with the tables of the version that wrote it, so one file
 * serves both engines. Which tables and columns there are is read from the tables that the
 * migrations made: a later migration needs no line here.
 *
 * Neighbours: `../sqlite/backup-file.ts` is the file; `snapshot.ts` and `new-database.ts` of an
 * engine are its two sides; `../../cli/backup.ts` and `restore.ts` bring them together.
 */

import { createHash } from 'node:crypto'
import { type Columns, DatabaseRefused, type Value } from '../engine.ts'
import { migrations } from '../migrations/all.ts'

export interface Table {
  readonly name: string
  readonly columns: Columns
  /** The columns of the primary key. */
  readonly key: readonly string[]
}

/** Each row has its values in the order of the table's columns. */
export type Rows = readonly (readonly Value[])[]

/** How many rows are in memory at once. */
export const ROWS_AT_ONCE = 1_000

export interface Readable {
  /** All rows in the order of their key, up to `ROWS_AT_ONCE` at a time. */
  read(table: Table): AsyncIterable<Rows>
}

/** A database as of one moment, however long it is read and no matter who writes meanwhile. */
export interface Snapshot extends Readable {
  /** The number of its latest migration. */
  readonly version: number
  /** How many rows there are, found without the index that `read` walks along. */
  count(table: Table): Promise<number>
}

/** An empty database that nobody else sees until it is filled. */
export interface NewDatabase extends Readable {
  insert(table: Table, rows: Rows): Promise<void>
  /** Brings it from the version it was made with to this program's. */
  migrate(): Promise<void>
}

/** What one table held. */
export interface Content {
  readonly table: string
  readonly rows: number
  /** SHA-256 of the rows in the order of their key, hexadecimal. */
  readonly digest: string
}

/**
 * What a backup does without. Sign-in counters, explanations, facts and jobs tell of
 * the lost database: they serve nobody later, and say where people were. `recoveries` tells
 * of the database that was lost; a window that was open there is not open in the next one. `trusted_times`
 * begins anew from the sweep, which is kept.
 */
const leftOut: ReadonlySet<string> = new Set([
  'attempts',
  'explanations',
  'facts',
  'jobs',
  'recoveries',
  'trusted_times',
])

/** Whether a table made by the migrations goes into a backup. */
export function isKept({ name }: Table): boolean {
  return !leftOut.has(name)
}

/** Counts and digests the rows of one table as they pass. */
export function createTally({ name }: Table): { add(rows: Rows): void; content(): Content } {
  const hash = createHash('sha256')
  let counted = 0
  return {
    add(rows) {
      for (const row of rows) hash.update(`${JSON.stringify(row.map(printed))}\n`)
      counted += rows.length
    },
    content: () => ({ table: name, rows: counted, digest: hash.digest('hex') }),
  }
}

/** Bytes as an array, which no other value is. */
function printed(value: Value): unknown {
  return value instanceof Uint8Array ? [Buffer.from(value).toString('hex')] : value
}

/**
 * The version, where this program knows all its tables and columns. A server may run on a newer
 * database; a copy made by its program would lack what is new.
 *
 * @throws {DatabaseRefused}
 */
export function knownVersion(place: string, version: number): number {
  if (version <= migrations.length) return version
  throw new DatabaseRefused(
    `The database ${place} has schema version ${version}, and this program knows versions up to ${migrations.length} only.`,
    'Use the newer program that wrote it; a copy by this one would be incomplete.',
  )
}
