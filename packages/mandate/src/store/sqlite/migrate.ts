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
 * What is still to be applied to this database. Changes nothing.
 *
 * @throws {DatabaseRefused} where it is of a newer version, of another history, or not ours.
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
  const applied = database.prepare('SELECT number, name, checksum FROM schema_migrations').all()
  return pendingMigrations(place, applied as unknown as readonly AppliedMigration[], known)
}

/** Applies what is pending, all or nothing. `now` is whole seconds since 1970, for the record only. */
export function migrate(
  database: DatabaseSync,
  place: string,
  { known, now }: { readonly known: readonly Migration[]; readonly now: number },
): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    database.exec(inDialect(schemaMigrations, dialect))
    // Asked again under the lock: another process may have migrated meanwhile.
    for (const migration of pendingIn(database, place, known)) {
      database.exec(inDialect(migration.text, dialect))
      database
        .prepare(
          'INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)',
        )
        .run(migration.number, migration.name, checksum(migration), now)
    }
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
