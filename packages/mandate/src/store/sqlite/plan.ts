/**
 * SQLite has one lock for all writers. A migration takes it for its transaction; readers go on with
 * what was there before (https://sqlite.org/isolation.html).
 */

import type { DatabaseSync } from 'node:sqlite'
import type { Migration } from '../migrations/migration.ts'
import { type LockRules, type PlannedMigration, planMigrations } from '../migrations/plan.ts'

/** DROP COLUMN writes every row anew (https://sqlite.org/lang_altertable.html). */
const lockRules: LockRules = {
  whole: 'the database',
  of: (kind) => ({
    mode: 'write lock',
    holdsUp: 'writers',
    allRows: [
      'create index',
      'create unique index',
      'drop column',
      'change rows',
      'other',
    ].includes(kind),
  }),
}

/** What the migrations would do to this database. Changes nothing, locks nothing. */
export function planIn(
  database: DatabaseSync,
  pending: readonly Migration[],
): readonly PlannedMigration[] {
  return planMigrations(pending, lockRules, (table) => {
    // The table of a migration that is pending itself is not there yet.
    const there = database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table)
    if (there === undefined) return 0
    return Number(database.prepare(`SELECT MAX(rowid) AS rows FROM ${table}`).get()?.['rows'] ?? 0)
  })
}
