import type { Columns, InputOf, Value } from '../engine.ts'
import { type AnyFields, columnsIn, encoded, type RecordOf, type Table } from './table.ts'

/**
 * An UPDATE of some columns of one row. Null leaves a column unchanged; a column that may become
 * null has a second input, `sets_…`, that says whether it is set.
 */
export interface Change<Of extends AnyFields> {
  /** The assignments of the UPDATE. */
  readonly set: string
  readonly input: Columns
  /** The input for a change. */
  write(change: Partial<RecordOf<Of>>): InputOf<Columns>
}

export function changeOf<Of extends AnyFields>({ name, fields }: Table<Of>): Change<Of> {
  const columns = columnsIn(fields)
  const flags = columns.filter(({ nullable }) => nullable).map((column) => `sets_${column.name}`)
  return {
    set: columns
      .map(({ name: column, nullable }) => {
        const kept = `${name}.${column}`
        return nullable
          ? `${column} = CASE WHEN :sets_${column} = 1 THEN :${column} ELSE ${kept} END`
          : `${column} = COALESCE(:${column}, ${kept})`
      })
      .join(', '),
    input: Object.fromEntries([
      ...columns.map((column) => [column.name, column.type]),
      ...flags.map((flag) => [flag, 'bigint']),
    ]),
    write(change) {
      const all: Record<string, unknown> = { ...change }
      for (const [property, field] of Object.entries(fields)) {
        const next = change[property]
        if ('parts' in field && next !== undefined) Object.assign(all, field.split(next))
      }
      const input: Record<string, Value> = {}
      for (const column of columns) {
        const next = all[column.property]
        input[column.name] = next === undefined ? null : encoded(column, next)
        if (column.nullable) input[`sets_${column.name}`] = Number(next !== undefined)
      }
      return input
    },
  }
}
