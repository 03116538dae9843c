/**
 * Brings the tables up to date while servers use them, each migration in a transaction of its own:
 * what one has locked is free again before the next begins. Nodes that start together wait for each
 * other at an advisory lock, which the transaction's end gives back; the first one migrates.
 *
 * A statement that wants a table waits in the queue for it, and everybody who comes later waits
 * behind. Were there a long transaction in front, nobody could use the table until that one ends. So
 * a busy table is waited for only shortly, and asked for again after a pause in which the others have
 * their turn.
 */

import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import { DatabaseRefused } from '../engine.ts'
import {
  type AppliedMigration,
  checksum,
  type Dialect,
  inDialect,
  type Migration,
  pendingMigrations,
  schemaMigrations,
} from '../migrations/migration.ts'
import { LOCK_NOT_AVAILABLE, sqlState } from './errors.ts'
import { withoutTimeLimits } from './session-settings.ts'

/** How long everybody else may be held up at a time, and how long they are left alone then. */
const LOCK_WAIT_MS = 100
const PAUSE_MS = 400

/**
 * Text is compared by its bytes: the same on every machine whatever its locales, and an index
 * outlives an upgrade of the C library. Two fifths of each page of grants stay free, so that a
 * refreshed row finds room for its next version beside the old one.
 */
const dialect: Dialect = {
  TEXT: 'TEXT COLLATE "C"',
  BIGINT: 'BIGINT',
  BYTES: 'BYTEA',
  tableOptions: (table) => (table === 'grants' ? 'WITH (fillfactor = 60)' : ''),
}

/** The migrations that were applied to this database; none where it is empty. Changes nothing. */
export async function appliedIn(
  client: ClientBase,
  title: string,
): Promise<readonly AppliedMigration[]> {
  const tables = await tablesIn(client)
  if (!tables.includes('schema_migrations')) {
    if (tables.length === 0) return []
    throw belongsToAnother(title)
  }
  // Other programs keep a table of that name too, with other columns.
  const { rows, fields } = await client.query<AppliedMigration>('SELECT * FROM schema_migrations')
  const columns = new Set(fields.map(({ name }) => name))
  if (['number', 'name', 'checksum', 'needs'].some((name) => !columns.has(name))) {
    throw belongsToAnother(title)
  }
  return rows
}

/** When, and for how long, a migration is tried. */
interface Tries {
  readonly known: readonly Migration[]
  /** Whole seconds since 1970, for the record only. */
  readonly now: number
  /** How long a busy table is asked for again and again, in milliseconds. */
  readonly patience: number
}

/**
 * Applies what is pending.
 *
 * @throws {DatabaseRefused} where the database is of an incompatible version, of another history, or
 *   not ours; PostgreSQL's own error where a table stayed busy or a statement failed. The migration
 *   that failed has changed nothing; those before it stay.
 */
export async function migrate(client: ClientBase, title: string, tries: Tries): Promise<void> {
  while (await migrateOnce(client, title, tries));
}

/** Waits until no other node migrates; the turn ends with the transaction under way. */
export async function takeTurn(client: ClientBase): Promise<void> {
  await client.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('mandate migrations ' || current_schema(), 0))`,
  )
}

/** Applies them in the transaction under way, which is for tables that nobody else sees yet. */
export async function migrateUnseen(
  client: ClientBase,
  pending: readonly Migration[],
  now: number,
): Promise<void> {
  for (const migration of pending) await apply(client, migration, now)
}

/** Takes the next step; false where there is none. */
async function migrateOnce(
  client: ClientBase,
  title: string,
  { known, now, patience }: Tries,
): Promise<boolean> {
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
  try {
    // What an operator allows requests is too short for an index of a large table.
    await client.query(withoutTimeLimits)
    await client.query(`SET LOCAL lock_timeout = ${patience}`)
    await takeTurn(client)
    await client.query(`SET LOCAL lock_timeout = ${LOCK_WAIT_MS}`)
    // Asked again under the lock: another node may have migrated meanwhile.
    const [migration] = pendingMigrations(title, await appliedIn(client, title), known)
    if (migration !== undefined) {
      await whenFree(client, patience, () => apply(client, migration, now))
    }
    await client.query('COMMIT')
    return migration !== undefined
  } catch (error) {
    // Where the connection broke there is nothing to roll back any more.
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/**
 * Repeats what found a table busy, inside the transaction: of all nodes that start, only the one with
 * the advisory lock is knocking. To go back to the savepoint gives the tables back.
 */
async function whenFree(
  client: ClientBase,
  patience: number,
  act: () => Promise<void>,
): Promise<void> {
  const deadline = performance.now() + patience
  await client.query('SAVEPOINT before')
  for (;;) {
    try {
      await act()
      return
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE || performance.now() > deadline) throw error
      await client.query('ROLLBACK TO before')
      await pause(PAUSE_MS)
    }
  }
}

async function apply(client: ClientBase, migration: Migration, now: number): Promise<void> {
  await client.query(inDialect(schemaMigrations, dialect))
  await client.query(inDialect(migration.text, dialect))
  const { number, name, needs = null } = migration
  await client.query(
    'INSERT INTO schema_migrations (number, name, checksum, applied_at, needs) VALUES ($1, $2, $3, $4, $5)',
    [number, name, checksum(migration), now, needs],
  )
}

/** The tables in the schema that new ones would be made in, save those that an extension brought. */
async function tablesIn(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT pg_class.relname AS name FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
      WHERE pg_namespace.nspname = current_schema() AND pg_class.relkind IN ('r', 'p')
        AND NOT EXISTS (SELECT FROM pg_depend
          WHERE pg_depend.objid = pg_class.oid AND pg_depend.deptype = 'e')`,
  )
  return rows.map(({ name }) => name)
}

function belongsToAnother(title: string): DatabaseRefused {
  return new DatabaseRefused(
    `The database ${title} belongs to another program.`,
    'Name a database that is empty; its tables will be created.',
  )
}
