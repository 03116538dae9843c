import type { Columns, Query } from '../engine.ts'

/** Names a query and keeps the types of its input. */
export function query<const Input extends Columns>(definition: Query<Input>): Query<Input> {
  return definition
}

/** `t.a, t.b`, or with a prefix `t.a AS p_a, t.b AS p_b`, for tables that are read in one row. */
export function select(table: string, columns: Columns, prefix = ''): string {
  return Object.keys(columns)
    .map((name) => (prefix === '' ? `${table}.${name}` : `${table}.${name} AS ${prefix}${name}`))
    .join(', ')
}

/** `INSERT INTO t (a, b) SELECT :a, :b`, open for ON CONFLICT and RETURNING. */
export function insert(table: string, columns: Columns): string {
  const names = Object.keys(columns)
  // WHERE true keeps SQLite from reading ON CONFLICT as the condition of a join.
  return `INSERT INTO ${table} (${names.join(', ')})
    SELECT ${names.map((name) => `:${name}`).join(', ')} /*FROM input*/ WHERE true`
}
