import type { Columns, InputOf, Value } from '../engine.ts'
import { type AnyFields, columnsIn, encoded, type RecordOf, type Table, writerOf } from './table.ts'

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

/** A condition of an UPDATE: the row still says what was read. */
export interface AsRead<Of extends AnyFields> {
  readonly condition: string
  readonly input: Columns
  /** The input for what was read; without it, every row will do. */
  write(record: RecordOf<Of> | undefined): InputOf<Columns>
}

export function asReadOf<Of extends AnyFields>(table: Table<Of>): AsRead<Of> {
  const { name, fields } = table
  const columns = columnsIn(fields).map((column) => ({ ...column, was: `was_${column.name}` }))
  const writer = writerOf(table)
  const same = columns.map((one) => `${name}.${one.name} IS NOT DISTINCT FROM :${one.was}`)
  return {
    condition: `(:was_read = 0 OR (${same.join(' AND ')}))`,
    input: {
      ...Object.fromEntries(columns.map(({ was, type }) => [was, type])),
      was_read: 'bigint',
    },
    write(record) {
      const written: Readonly<Record<string, Value>> =
        record === undefined ? {} : (writer(record) as Record<string, Value>)
      return {
        ...Object.fromEntries(
          columns.map(({ was, name: column }) => [was, written[column] ?? null]),
        ),
        was_read: Number(record !== undefined),
      }
    },
  }
}
