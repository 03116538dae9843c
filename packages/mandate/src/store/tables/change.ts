import type { Columns, InputOf, Value } from '../engine.ts'
import { columnsIn, encoded, type Fields, type RecordOf, type Table } from './table.ts'

/**
 * An UPDATE of some columns of one row. Null leaves a column unchanged; a column that may become
 * null has a second input, `sets_…`, that says whether it is set.
 */
export interface Change<Of extends Fields> {
  /** The assignments of the UPDATE. */
  readonly set: string
  readonly input: Columns
  /** The input for a change. */
  write(change: Partial<RecordOf<Of>>): InputOf<Columns>
}

export function changeOf<Of extends Fields>({ name, fields }: Table<Of>): Change<Of> {
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
      const input: Record<string, Value> = {}
      for (const column of columns) {
        const next = change[column.property]
        input[column.name] = next === undefined ? null : encoded(column, next)
        if (column.nullable) input[`sets_${column.name}`] = Number(next !== undefined)
      }
      return input
    },
  }
}
