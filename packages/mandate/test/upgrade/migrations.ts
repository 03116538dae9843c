/** The migrations of two versions: the current one, and a next one that only adds, but slowly. */

import { migrations } from '../../src/store/migrations/all.ts'
import type { Migration } from '../../src/store/migrations/migration.ts'

const SLOWLY = {
  sqlite: `CREATE TABLE counted AS WITH RECURSIVE numbers (n) AS
    (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2000000)
    SELECT COUNT(*) AS counted FROM numbers`,
  postgres: 'SELECT pg_sleep(1)',
} as const

const number = migrations.length + 1

/**
 * `before` is what the older program knows. `after` also adds a table, and a column to a grants table
 * that pretends to be so large that it stays locked for a second.
 */
export function versions(engine: 'sqlite' | 'postgres'): {
  readonly before: readonly Migration[]
  readonly after: readonly Migration[]
} {
  const pets: Migration = {
    number,
    name: 'pets',
    text: 'CREATE TABLE pets (id TEXT NOT NULL PRIMARY KEY) /*table options*/;',
  }
  const nicknames: Migration = {
    number: number + 1,
    name: 'nicknames',
    text: `ALTER TABLE grants ADD COLUMN nickname TEXT;
      CREATE INDEX grants_nickname_id ON grants (nickname, id);
      ${SLOWLY[engine]};`,
  }
  return { before: migrations, after: [...migrations, pets, nicknames] }
}
