/**
 * Reading one value of a row as what it must be. A row that is not so was written by something
 * else, or the file is damaged: that is trouble of the storage, not of the caller.
 */

import type { Row } from './engine.ts'
import { type Page, StorageUnavailable } from './port.ts'
import { type AnyFields, columnsIn, partition, type RecordOf, type Table } from './tables/table.ts'

const types = { text: 'string', bigint: 'number', bytes: 'object' } as const

/**
 * Reads rows of a table as records; `prefix` is before each column in a join. Made once for each kind
 * of row, since it puts the names of columns together. Copying an empty record gives all records one
 * shape; a literal would be 0.2 µs faster for a grant.
 */
export function readerOf<Of extends AnyFields>(
  { fields }: Pick<Table<Of>, 'fields'>,
  prefix = '',
): (row: Row) => RecordOf<Of> {
  const { plain, several } = partition(fields)
  const empty = Object.fromEntries(Object.keys(fields).map((property) => [property, null]))
  const columns = columnsIn(plain).map(({ name, property, nullable, type, decode }) => {
    return { name: `${prefix}${name}`, property, nullable, expected: types[type], decode }
  })
  const joins = several.map(({ property, field }) => {
    const read = readerOf({ fields: field.parts }, prefix)
    return { property, read: (row: Row) => field.join(read(row)) }
  })
  return (row) => {
    const record: Record<string, unknown> = { ...empty }
    for (const { name, property, nullable, expected, decode } of columns) {
      const stored = row[name]
      if (stored === null && nullable) continue
      if (stored == null || typeof stored !== expected) throw unexpected(name)
      const kept = decode === undefined ? stored : decode(stored)
      if (kept === undefined) throw unexpected(name)
      record[property] = kept
    }
    for (const { property, read } of joins) record[property] = read(row)
    return record as RecordOf<Of>
  }
}

export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw unexpected(column)
  return value
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column)
}

export function integer(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw unexpected(column)
  return value
}

export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column)
}

/** A value that is one JSON document, of the shape that it was written with. */
export function document<Shape extends object>(row: Row, column: string): Shape {
  const value = parse(text(row, column))
  if (typeof value !== 'object' || value === null) throw unexpected(column)
  return value as Shape
}

/** The input of a list query: ids are not empty, so the empty text comes before all of them. */
export function pageInput(request: { readonly after?: string | null | undefined; limit: number }) {
  const { after, limit } = request
  return { after: after ?? '', limit: Math.min(Math.max(Math.trunc(limit), 1), 1000) }
}

/** A page that is not full is the last one. */
export function pageOf<Kept extends { readonly id: string }>(
  rows: readonly Kept[],
  { limit }: { readonly limit: number },
): Page<Kept> {
  return { rows, next: rows.length < limit ? null : (rows.at(-1)?.id ?? null) }
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    return undefined
  }
}

function unexpected(column: string): StorageUnavailable {
  return new StorageUnavailable(`the database holds something unexpected in the column ${column}`)
}
