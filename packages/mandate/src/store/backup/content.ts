/**
 * Backup and restore between any engines: rows are read from a snapshot of a database and written
 * into an empty one, counted and digested on the way, and then read back.
 *
 *     backup:   a database ──▶ a backup file        restore:   a backup file ──▶ an empty database
 *
 * A backup file is an SQLite database with the tables of the version that wrote it, so one file
 * serves both engines. The tables and columns are read from what the migrations created, so a later
 * migration needs no change here.
 *
 * Neighbours: `../sqlite/backup-file.ts` is the file; `snapshot.ts` and `new-database.ts` of an
 * engine are its two sides; `../../cli/backup.ts` and `restore.ts` combine them.
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

/** How many rows are kept in memory at once. */
export const ROWS_AT_ONCE = 1_000

export interface Readable {
  /** All rows in key order, up to `ROWS_AT_ONCE` at a time. */
  read(table: Table): AsyncIterable<Rows>
}

/** A snapshot of a database, however long it takes to read and whoever writes to the database. */
export interface Snapshot extends Readable {
  /** The number of its latest migration. */
  readonly version: number
  /** The number of rows, counted without the index that `read` follows. */
  count(table: Table): Promise<number>
}

/** An empty database that is invisible to others until it is filled. */
export interface NewDatabase extends Readable {
  insert(table: Table, rows: Rows): Promise<void>
  /** Migrates it from the version it was created with to this program's. */
  migrate(): Promise<void>
}

/** The count and digest of one table. */
export interface Content {
  readonly table: string
  readonly rows: number
  /** SHA-256 of the rows in key order, hexadecimal. */
  readonly digest: string
}

/**
 * Tables that are not backed up. Sign-in counters, answers to handed sign-ins, explanations, facts,
 * their seals, jobs and deliveries are about the lost database: they are not needed later, and they reveal where people
 * have signed in. `recoveries` is about the lost database too: a window that was open there must
 * not be open in the next one. `trusted_times` restarts from the sweep, which is kept. What
 * `used_once`, `pushed_requests` and `device_requests` have expires within an hour, what
 * `repeatable_requests` has within a day. A mailed link that was used after
 * the backup must not be usable again. `nodes` are the servers of the lost database, and
 * `settings_faults` what they could not use; `turns` are theirs, too.
 */
const leftOut: ReadonlySet<string> = new Set([
  'attempts',
  'audit_seals',
  'deliveries',
  'device_requests',
  'endpoint_progress',
  'explanations',
  'facts',
  'jobs',
  'mailed_links',
  'nodes',
  'pushed_requests',
  'recoveries',
  'repeatable_requests',
  'settings_faults',
  'sign_in_answers',
  'trusted_times',
  'turns',
  'used_once',
])

/** Whether a backup includes this table, which the migrations created. */
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

/** As an array, which no other value is. */
function printed(value: Value): unknown {
  return value instanceof Uint8Array ? [Buffer.from(value).toString('hex')] : value
}

/**
 * Returns the version if this program knows all its tables and columns. A server may run on a newer
 * database, but a copy made by its program would lack what is new.
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
