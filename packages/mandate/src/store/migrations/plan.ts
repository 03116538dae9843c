/** What the pending migrations would do to those who use the database meanwhile. */

import type { Migration } from './migration.ts'
import {
  indexesOfOldColumns,
  type SchemaStatement,
  type StatementKind,
  statementsIn,
} from './statements.ts'

export interface PlannedLock {
  /** A table, or the whole database. */
  readonly on: string
  /** As the engine calls it. */
  readonly mode: string
  /** Whose work waits while the lock is held. */
  readonly holdsUp: 'nobody' | 'writers of the same rows' | 'writers' | 'everybody'
  /** About how many rows are gone through before it is given back; with 0 that is a moment. */
  readonly rows: number
}

export interface PlannedStatement {
  readonly text: string
  /** On what servers use already; none where the statement makes something new. */
  readonly locks: readonly PlannedLock[]
}

export interface PlannedMigration {
  readonly number: number
  readonly name: string
  /** See `Migration`; null where every older program goes on. */
  readonly needs: number | null
  readonly statements: readonly PlannedStatement[]
}

/** What an engine does for one kind of statement. */
export interface LockRule {
  readonly mode: string
  readonly holdsUp: PlannedLock['holdsUp']
  /** Whether it goes through all rows of the table. */
  readonly allRows: boolean
}

export interface LockRules {
  /** Null where nothing is locked that is in use. */
  readonly of: (kind: StatementKind) => LockRule | null
  /** What the one lock of the engine is on; undefined where it locks by table. */
  readonly whole?: string
  /** What an index of columns that are there already takes, where it is built beside writers. */
  readonly apart?: LockRule
}

/**
 * The plan. A migration is one transaction, so what a statement has locked stays locked until the
 * last one of the migration is done. `rowsIn` says about how many rows a table has.
 */
export function planMigrations(
  pending: readonly Migration[],
  rules: LockRules,
  rowsIn: (table: string) => number,
): readonly PlannedMigration[] {
  const made = new Set<string>()
  return pending.map((migration) => {
    const statements = statementsIn(migration)
    const { apart } = rules
    const beside = apart === undefined ? [] : indexesOfOldColumns(migration).map(({ text }) => text)
    for (const { kind, table } of statements) {
      if (kind === 'create table' && table !== null) made.add(table)
    }
    const rowsOf = ({ kind, table, text }: SchemaStatement): number => {
      if (beside.includes(text)) return 0
      if (table === null || made.has(table) || rules.of(kind)?.allRows !== true) return 0
      return rowsIn(table)
    }
    const planned = statements.map((statement, index): PlannedStatement => {
      const { text, kind, table } = statement
      const rule = rules.of(kind)
      const isNew = table !== null && made.has(table)
      if (apart !== undefined && beside.includes(text) && table !== null && !isNew) {
        const { mode, holdsUp } = apart
        return { text, locks: [{ on: table, mode, holdsUp, rows: rowsIn(table) }] }
      }
      if (rule === null || (isNew && rules.whole === undefined)) return { text, locks: [] }
      const rows = statements.slice(index).reduce((sum, later) => sum + rowsOf(later), 0)
      const { mode, holdsUp } = rule
      return { text, locks: [{ on: rules.whole ?? table ?? 'what it names', mode, holdsUp, rows }] }
    })
    const { number, name, needs = null } = migration
    return { number, name, needs, statements: planned }
  })
}
