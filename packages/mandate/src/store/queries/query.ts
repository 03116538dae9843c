import type { Columns, Query } from '../engine.ts'

/** Names a query and preserves the types of its input. */
export function query<const Input extends Columns>(definition: Query<Input>): Query<Input> {
  return definition
}

export interface Described {
  readonly name: string
  readonly columns: Columns
}

/** `t.a, t.b`, or with a prefix `t.a AS p_a, t.b AS p_b`, for joins. */
export function select({ name, columns }: Described, prefix = ''): string {
  return Object.keys(columns)
    .map((column) => `${name}.${column}${prefix === '' ? '' : ` AS ${prefix}${column}`}`)
    .join(', ')
}

/** `INSERT INTO t (a, b) SELECT :a, :b`, to be continued with ON CONFLICT and RETURNING. */
export function insert({ name, columns }: Described): string {
  // Without WHERE true, SQLite would parse ON CONFLICT as the condition of a join.
  return `INSERT INTO ${name} (${Object.keys(columns).join(', ')})
    SELECT ${parameters({ columns })} /*FROM input*/ WHERE true`
}

/** `:a, :b` */
export function parameters({ columns }: Pick<Described, 'columns'>): string {
  return Object.keys(columns)
    .map((column) => `:${column}`)
    .join(', ')
}
