/**
 * What the statements of a migration do, read from their text. Only forms that are known to be
 * harmless get a name of their own; all the rest is `other`, of which the worst is assumed.
 */

import type { Migration } from './migration.ts'

export type StatementKind =
  | 'create table'
  | 'create index'
  | 'create unique index'
  /** Nullable, or with a constant for the rows that are there: no row is touched. */
  | 'add column'
  | 'drop column'
  | 'drop index'
  | 'drop table'
  | 'rename'
  | 'change rows'
  | 'other'

export interface SchemaStatement {
  /** On one line, without the mark at the end of a table. */
  readonly text: string
  readonly kind: StatementKind
  /** The table it is about; null where that is not known. */
  readonly table: string | null
}

const forms: readonly (readonly [StatementKind, RegExp])[] = [
  ['create table', /^CREATE TABLE (\w+) /i],
  ['create index', /^CREATE INDEX \w+ ON (\w+) /i],
  ['create unique index', /^CREATE UNIQUE INDEX \w+ ON (\w+) /i],
  [
    'add column',
    /^ALTER TABLE (\w+) ADD COLUMN \w+ (?:TEXT|BIGINT|BYTES)(?: NOT NULL(?= DEFAULT))?(?: DEFAULT (?:-?\d+|'[^']*'))?$/i,
  ],
  ['drop column', /^ALTER TABLE (\w+) DROP COLUMN \w+$/i],
  ['drop index', /^DROP INDEX (?!CONCURRENTLY)\w+$/i],
  ['drop table', /^DROP TABLE (\w+)$/i],
  ['rename', /^ALTER TABLE (\w+) RENAME /i],
  ['change rows', /^(?:UPDATE|DELETE FROM|INSERT INTO) (\w+) /i],
]

/** The statements of a migration in order. No text of a migration has a semicolon inside one. */
export function statementsIn({ text }: Migration): readonly SchemaStatement[] {
  return text
    .replaceAll('/*table options*/', '')
    .split(';')
    .map((statement) => statement.replaceAll(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '')
    .map(recognize)
}

/** Whether programs that do not know the migration have all that they had before it. */
export function onlyAdds(migration: Migration): boolean {
  const statements = statementsIn(migration)
  const made = new Set(statements.filter(({ kind }) => kind === 'create table').map(tableOf))
  return statements.every(
    (statement) =>
      ['create table', 'create index', 'add column'].includes(statement.kind) ||
      // Nobody who does not know the table can stumble over its index.
      (statement.kind === 'create unique index' &&
        (made.has(tableOf(statement)) || isOverNewNulls(statement, statements))),
  )
}

/** Whoever does not know its one column leaves it null, and two nulls are no duplicate. */
function isOverNewNulls(index: SchemaStatement, all: readonly SchemaStatement[]): boolean {
  const [, column = ''] = /^\((\w+)\)$/.exec(columnsOf(index)) ?? []
  const added = new RegExp(`^ALTER TABLE ${index.table} ADD COLUMN ${column} (?:TEXT|BIGINT)$`, 'i')
  return column !== '' && all.some(({ text }) => added.test(text))
}

/**
 * The indexes that can be built before the rest of the migration, because the table and its columns
 * are there already: an engine that can build them beside running writers does so.
 */
export function indexesOfOldColumns(migration: Migration): readonly SchemaStatement[] {
  const statements = statementsIn(migration)
  const made = new Set(statements.filter(({ kind }) => kind === 'create table').map(tableOf))
  const added = statements.flatMap(({ text }) => / ADD COLUMN (\w+)/i.exec(text)?.[1] ?? [])
  return statements.filter(
    (statement) =>
      statement.kind === 'create index' &&
      !made.has(tableOf(statement)) &&
      !added.some((column) => new RegExp(`\\b${column}\\b`).test(columnsOf(statement))),
  )
}

function columnsOf({ text }: SchemaStatement): string {
  return text.slice(text.indexOf('('))
}

function recognize(text: string): SchemaStatement {
  for (const [kind, form] of forms) {
    const match = form.exec(text)
    if (match !== null) return { text, kind, table: match[1] ?? null }
  }
  return { text, kind: 'other', table: /^ALTER TABLE (\w+)/i.exec(text)?.[1] ?? null }
}

function tableOf({ table }: SchemaStatement): string | null {
  return table
}
