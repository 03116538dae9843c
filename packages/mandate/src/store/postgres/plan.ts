/**
 * The locks that migrations take on PostgreSQL (documentation, 13.3.1 "Table-Level Locks", and the
 * pages of the statements). `plan.test.ts` compares them with `pg_locks` while statements run.
 */

import type { ClientBase } from 'pg'
import type { Migration } from '../migrations/migration.ts'
import {
  type LockRule,
  type LockRules,
  type PlannedMigration,
  planMigrations,
} from '../migrations/plan.ts'

const exclusive = { mode: 'ACCESS EXCLUSIVE', holdsUp: 'everybody' } as const
const moment: LockRule = { ...exclusive, allRows: false }
const share: LockRule = { mode: 'SHARE', holdsUp: 'writers', allRows: true }

export const lockRules: LockRules = {
  // CREATE INDEX CONCURRENTLY
  apart: { mode: 'SHARE UPDATE EXCLUSIVE', holdsUp: 'nobody', allRows: true },
  of: (kind) => {
    switch (kind) {
      case 'create table':
        return null
      case 'create index':
      case 'create unique index':
        return share
      case 'add column':
      case 'drop column':
      case 'drop index':
      case 'drop table':
      case 'rename':
        return moment
      case 'change rows':
        return { mode: 'ROW EXCLUSIVE', holdsUp: 'writers of the same rows', allRows: true }
      case 'other':
        return { ...exclusive, allRows: true }
    }
  },
}

/** What the migrations would do to this database. Changes nothing, locks nothing. */
export async function planIn(
  client: ClientBase,
  pending: readonly Migration[],
): Promise<readonly PlannedMigration[]> {
  // An estimate from the last ANALYZE; -1 means a table that was never analysed.
  const { rows } = await client.query<{ name: string; estimate: number }>(
    `SELECT relname AS name, GREATEST(reltuples, 0)::float8 AS estimate FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')`,
  )
  const estimates = new Map(rows.map(({ name, estimate }) => [name, estimate]))
  return planMigrations(pending, lockRules, (table) => estimates.get(table) ?? 0)
}
