/**
 * How the tables are created, and how they change while servers run.
 *
 * **Until 1.0** nothing is deployed, so there is one migration, and it follows the descriptions of
 * the tables (`../tables/`). From 1.0 on, a released migration is never edited: the database stores
 * its checksum and refuses a difference.
 *
 * **Expand, then contract.** Version N−1 keeps running next to N and may be restarted, so a
 * migration only adds: tables, indexes, and columns that are nullable or have a default. What is no
 * longer read is removed at least one version later, by a migration whose `needs` says which
 * programs can go on; older ones then refuse the database
 * (`docs/decisions/0015-older-programs-go-on.md`).
 *
 * All engines share the text. It uses the types TEXT, BIGINT and BYTES and marks the end of each
 * table with a comment; `Dialect` translates these. Nothing else differs.
 */

import { hash } from 'node:crypto'
import { DatabaseRefused } from '../engine.ts'

export interface Migration {
  /** 1, 2, 3, … without gaps. */
  readonly number: number
  readonly name: string
  readonly text: string
  /**
   * To run on the result, a program must know the migration with this number, or a later one.
   * Omitted if every older program can go on: the migration only adds, and no older program would
   * honour what a newer one has ended.
   */
  readonly needs?: number
}

/** A row of `schema_migrations`. */
export interface AppliedMigration {
  readonly number: number
  readonly name: string
  readonly checksum: string
  /** As in `Migration`. */
  readonly needs: number | null
}

/** An engine's names for the types, and the end of each of its tables. */
export interface Dialect {
  readonly TEXT: string
  readonly BIGINT: string
  readonly BYTES: string
  readonly tableOptions: (table: string) => string
}

const CREATE_TABLE = /(CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)[^;]*?)\/\*table options\*\//g

export const schemaMigrations = `CREATE TABLE IF NOT EXISTS schema_migrations (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    needs BIGINT
  ) /*table options*/;`

/** SHA-256 of the text before any dialect, hexadecimal. */
export function checksum(migration: Migration): string {
  return hash('sha256', migration.text, 'hex')
}

/** The text in an engine's dialect. */
export function inDialect(text: string, dialect: Dialect): string {
  return text
    .replaceAll(/\b(TEXT|BIGINT|BYTES)\b/g, (_, type: 'TEXT' | 'BIGINT' | 'BYTES') => dialect[type])
    .replaceAll(
      CREATE_TABLE,
      (_, definition: string, table: string) => definition + dialect.tableOptions(table),
    )
}

/**
 * The migrations still to be applied, in order. A newer database is accepted if all its migrations
 * let this program go on. `place` names the database in the error.
 *
 * @throws {DatabaseRefused} if this program is too old for the database, or the history differs.
 */
export function pendingMigrations(
  place: string,
  applied: readonly AppliedMigration[],
  known: readonly Migration[],
): readonly Migration[] {
  const newest = known.at(-1)?.number ?? 0
  const found = Math.max(0, ...applied.map(({ number }) => number))
  const needed = Math.max(0, ...applied.map(({ needs }) => needs ?? 0))
  if (needed > newest) {
    throw new DatabaseRefused(
      `The database ${place} has schema version ${found}, which needs a program that knows version ${needed}, and this one knows versions up to ${newest} only.`,
      'Start the newer program, or restore a backup made before the upgrade.',
    )
  }
  const history = new Map(applied.map((migration) => [migration.number, migration]))
  for (const migration of known) {
    const row = history.get(migration.number)
    if (row !== undefined && row.checksum !== checksum(migration)) {
      throw new DatabaseRefused(
        `Migration ${migration.number} (${migration.name}) of the database ${place} is not the one this program has.`,
        'Start the program that created the database, or restore a backup; released migrations are never edited.',
      )
    }
  }
  return known.filter(({ number }) => !history.has(number))
}
