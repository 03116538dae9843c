/**
 * Migrates the tables while servers use them, each migration in a transaction of its own, so that
 * its locks are released before the next begins. Nodes that start together wait for each other at
 * an advisory lock, which the end of the transaction releases; the first one migrates.
 *
 * A statement that needs to lock a table queues for it, and every later statement queues behind it.
 * If a long transaction were ahead of it, nobody could use the table until that transaction ends.
 * So a busy table is only waited for briefly, and tried again after a pause in which the others get
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

/** How long others may be blocked at a time, and how long they are then left alone. */
const LOCK_WAIT_MS = 100
const PAUSE_MS = 400

/**
 * Text is compared by its bytes: the same on every machine whatever its locales, and an index
 * survives an upgrade of the C library. Two fifths of each page of grants stay free, so that the
 * next version of a refreshed row fits next to the old one.
 */
const dialect: Dialect = {
  TEXT: 'TEXT COLLATE "C"',
  BIGINT: 'BIGINT',
  BYTES: 'BYTEA',
  tableOptions: (table) => (table === 'grants' ? 'WITH (fillfactor = 60)' : ''),
}

/** The migrations applied to this database; none if it is empty. Changes nothing. */
export async function appliedIn(
  client: ClientBase,
  title: string,
): Promise<readonly AppliedMigration[]> {
  const tables = await tablesIn(client)
  if (!tables.includes('schema_migrations')) {
    if (tables.length === 0) return []
    throw belongsToAnother(title)
  }
  // Other programs have a table of this name too, with other columns.
  const { rows, fields } = await client.query<AppliedMigration>('SELECT * FROM schema_migrations')
  const columns = new Set(fields.map(({ name }) => name))
  if (['number', 'name', 'checksum', 'needs'].some((name) => !columns.has(name))) {
    throw belongsToAnother(title)
  }
  return rows
}

/** When, and for how long, to try a migration. */
interface Tries {
  readonly known: readonly Migration[]
  /** Whole seconds since 1970, for the record only. */
  readonly now: number
  /** How long to keep trying for a busy table, in milliseconds. */
  readonly patience: number
}

/**
 * Applies the pending migrations.
 *
 * @throws {DatabaseRefused} if the database is of an incompatible version, has another history, or
 *   is not ours; PostgreSQL's own error if a table stayed busy or a statement failed. The failed
 *   migration has changed nothing; earlier ones stay.
 */
export async function migrate(client: ClientBase, title: string, tries: Tries): Promise<void> {
  while (await migrateOnce(client, title, tries));
}

/** Waits until no other node migrates; the lock is held until the current transaction ends. */
export async function takeTurn(client: ClientBase): Promise<void> {
  await client.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('mandate migrations ' || current_schema(), 0))`,
  )
}

/** Applies them in the current transaction, for tables that nobody else sees yet. */
export async function migrateUnseen(
  client: ClientBase,
  pending: readonly Migration[],
  now: number,
): Promise<void> {
  for (const migration of pending) await apply(client, migration, now)
}

/** Applies the next migration; false if there is none. */
async function migrateOnce(
  client: ClientBase,
  title: string,
  { known, now, patience }: Tries,
): Promise<boolean> {
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
  try {
    // The operator's limits for requests are too short to index a large table.
    await client.query(withoutTimeLimits)
    await client.query(`SET LOCAL lock_timeout = ${patience}`)
    await takeTurn(client)
    await client.query(`SET LOCAL lock_timeout = ${LOCK_WAIT_MS}`)
    // Checked again under the lock: another node may have migrated by now.
    const [migration] = pendingMigrations(title, await appliedIn(client, title), known)
    if (migration !== undefined) {
      await whenFree(client, patience, () => apply(client, migration, now))
    }
    await client.query('COMMIT')
    return migration !== undefined
  } catch (error) {
    // If the connection broke, there is nothing to roll back.
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/**
 * Retries a migration that found a table busy, within the transaction: of all starting nodes, only
 * the one with the advisory lock tries. Rolling back to the savepoint releases the tables.
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

/** The tables in the schema where new ones would be created, except those of extensions. */
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
