import type { DatabaseSync } from 'node:sqlite'
import type { Rows, Table } from '../backup/content.ts'
import { ROWS_AT_ONCE } from '../backup/content.ts'
import type { ColumnType, Value } from '../engine.ts'

const types: Readonly<Record<string, ColumnType>> = {
  TEXT: 'text',
  INTEGER: 'bigint',
  BLOB: 'bytes',
}

/** The tables that migrations created, except the record of the migrations themselves. */
export function tablesIn(database: DatabaseSync): readonly Table[] {
  return database
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
        AND name NOT LIKE 'backup%' AND name <> 'schema_migrations' ORDER BY name`,
    )
    .all()
    .map((row) => describeTable(database, String(row['name'])))
}

function describeTable(database: DatabaseSync, name: string): Table {
  const columns = database.prepare('SELECT name, type, pk FROM pragma_table_info(?)').all(name)
  return {
    name,
    columns: Object.fromEntries(
      columns.map((column) => [String(column['name']), typeOf(name, column['type'])]),
    ),
    key: columns
      .filter((column) => column['pk'] !== 0)
      .sort((one, other) => Number(one['pk']) - Number(other['pk']))
      .map((column) => String(column['name'])),
  }
}

function typeOf(table: string, type: unknown): ColumnType {
  const known = types[String(type)]
  if (known === undefined) throw new StrangeColumn(table, type)
  return known
}

/** Not created by a migration. */
export class StrangeColumn extends Error {
  constructor(table: string, type: unknown) {
    super(`the table ${table} has a column of type ${type}`)
  }
}

/** All rows of a table in key order, some at a time. */
export async function* readTable(database: DatabaseSync, table: Table): AsyncGenerator<Rows> {
  const statement = database.prepare(
    `SELECT ${Object.keys(table.columns).join(', ')} FROM ${table.name} ORDER BY ${table.key.join(', ')}`,
  )
  statement.setReturnArrays(true)
  let rows: (readonly Value[])[] = []
  for (const row of statement.iterate()) {
    rows.push(row as unknown as readonly Value[])
    if (rows.length < ROWS_AT_ONCE) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}
