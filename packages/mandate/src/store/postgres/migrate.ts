/**
 * Brings the tables up to date, in one transaction. Nodes that start together wait for each other
 * at an advisory lock, which the transaction's end gives back; the first one migrates.
 */

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

/**
 * Text is compared by its bytes: the same on every machine whatever its locales, and an index
 * outlives an upgrade of the C library. Two fifths of each page of grants stay free, so that a
 * refreshed row finds room for its next version beside the old one (`bench/postgres.ts`).
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
  try {
    const { rows } = await client.query(
      'SELECT number, name, checksum FROM schema_migrations ORDER BY number',
    )
    return rows
  } catch (error) {
    // Other programs keep a table of that name too, with other columns.
    if (error instanceof Error && 'code' in error && error.code === '42703') {
      throw belongsToAnother(title)
    }
    throw error
  }
}

/**
 * Applies what is pending, all or nothing. `now` is whole seconds since 1970, for the record only.
 * `patience`, in milliseconds, is how long a table in use is waited for: whoever wants the table
 * after us waits behind us meanwhile.
 *
 * @throws {DatabaseRefused} where the database is of a newer version, of another history, or not ours.
 */
export async function migrate(
  client: ClientBase,
  title: string,
  {
    known,
    now,
    patience,
  }: { readonly known: readonly Migration[]; readonly now: number; readonly patience: number },
): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
  try {
    await client.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('mandate migrations ' || current_schema(), 0))`,
    )
    await client.query(`SET LOCAL lock_timeout = ${Math.ceil(patience / 5)}`)
    // Asked again under the lock: another node may have migrated meanwhile.
    const pending = pendingMigrations(title, await appliedIn(client, title), known)
    await client.query(inDialect(schemaMigrations, dialect))
    for (const migration of pending) {
      await client.query(inDialect(migration.text, dialect))
      await client.query(
        'INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)',
        [migration.number, migration.name, checksum(migration), now],
      )
    }
    await client.query('COMMIT')
  } catch (error) {
    // Where the connection broke there is nothing to roll back any more.
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
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
