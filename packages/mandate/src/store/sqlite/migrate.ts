import type { DatabaseSync } from 'node:sqlite'
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

const dialect: Dialect = {
  TEXT: 'TEXT',
  BIGINT: 'INTEGER',
  BYTES: 'BLOB',
  tableOptions: () => 'STRICT',
}

/**
 * The migrations still to be applied to this database. Changes nothing.
 *
 * @throws {DatabaseRefused} if it is of a newer version, has another history, or is not ours.
 */
export function pendingIn(
  database: DatabaseSync,
  place: string,
  known: readonly Migration[],
): readonly Migration[] {
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .all()
    .map((row) => row['name'])
  if (!tables.includes('schema_migrations')) {
    if (tables.length === 0) return known
    throw new DatabaseRefused(
      `The database ${place} belongs to another program.`,
      'Name a file that does not exist yet; it will be created.',
    )
  }
  const applied = database
    .prepare('SELECT number, name, checksum, needs FROM schema_migrations')
    .all()
  return pendingMigrations(place, applied as unknown as readonly AppliedMigration[], known)
}

/**
 * Applies the pending migrations, each in a transaction of its own, so that writers get their turn
 * between them. `now` is whole seconds since 1970, for the record only.
 */
export function migrate(
  database: DatabaseSync,
  place: string,
  { known, now }: { readonly known: readonly Migration[]; readonly now: number },
): void {
  while (migrateOnce(database, place, { known, now }));
}

/** Applies the next migration; false if there is none. */
function migrateOnce(
  database: DatabaseSync,
  place: string,
  { known, now }: { readonly known: readonly Migration[]; readonly now: number },
): boolean {
  database.exec('BEGIN IMMEDIATE')
  try {
    // Checked again under the lock: another process may have migrated by now.
    const [migration] = pendingIn(database, place, known)
    if (migration !== undefined) apply(database, migration, now)
    database.exec('COMMIT')
    return migration !== undefined
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function apply(database: DatabaseSync, migration: Migration, now: number): void {
  database.exec(inDialect(schemaMigrations, dialect))
  database.exec(inDialect(migration.text, dialect))
  const { number, name, needs = null } = migration
  database
    .prepare(
      'INSERT INTO schema_migrations (number, name, checksum, applied_at, needs) VALUES (?, ?, ?, ?, ?)',
    )
    .run(number, name, checksum(migration), now, needs)
}
