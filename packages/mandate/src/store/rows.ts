/**
 * Reads rows and checks their values. An invalid value means that another program wrote it or the
 * file is damaged: a failure of the storage, not of the caller.
 */

import type { Row } from './engine.ts'
import { type Page, StorageUnavailable } from './port.ts'
import {
  type AnyFields,
  columnNamed,
  type Field,
  type RecordOf,
  type Table,
} from './tables/table.ts'

/**
 * Reads rows of a table as records; `prefix` precedes each column in a join. The reader is compiled
 * from the table's description: filling an object literal takes less than half as long as a loop
 * over the fields, and each introspection reads three records. The compiled source contains only
 * names of properties.
 */
export function readerOf<Of extends AnyFields>(
  { fields }: Table<Of>,
  prefix = '',
): (row: Row) => RecordOf<Of> {
  const functions: unknown[] = []
  const named = (one: unknown) => `f${functions.push(one) - 1}`
  const literalOf = (some: AnyFields): string => {
    const properties = Object.entries(some).map(([property, field]) => {
      if ('parts' in field) return `${property}: ${named(field.join)}(${literalOf(field.parts)})`
      return `${property}: ${named(valueReader(field, `${prefix}${columnNamed(property)}`))}(row)`
    })
    return `{ ${properties.join(', ')} }`
  }
  const source = `return (row) => (${literalOf(fields)})`
  const parameters = functions.map((_, index) => `f${index}`)
  return new Function(...parameters, source)(...functions)
}

const isOfType = {
  text: (stored: unknown) => typeof stored === 'string',
  bigint: (stored: unknown) => typeof stored === 'number',
  bytes: (stored: unknown) => stored instanceof Uint8Array,
}

function valueReader({ type, nullable, decode }: Field<unknown>, column: string) {
  const isRight = isOfType[type]
  // Each row object has its own hidden class, so a computed key is the fastest way to its columns.
  return (row: Row) => {
    const stored = row[column] ?? null
    if (stored === null && nullable) return null
    if (stored === null || !isRight(stored)) throw unexpected(column)
    if (decode === undefined) return stored
    const kept = decode(stored)
    if (kept === undefined) throw unexpected(column)
    return kept
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

/** A JSON document, of the type that it was written with. */
export function document<Shape extends object>(row: Row, column: string): Shape {
  const value = parse(text(row, column))
  if (typeof value !== 'object' || value === null) throw unexpected(column)
  return value as Shape
}

/** The input of a list query. The empty string sorts before every id. */
export function pageInput(request: { readonly after?: string | null | undefined; limit: number }) {
  const { after, limit } = request
  return { after: after ?? '', limit: Math.min(Math.max(Math.trunc(limit), 1), 1000) }
}

/** Sorts after every other character. */
export const LAST_CHARACTER = '\u{10ffff}'

/** The same, newest first: rows before an id. */
export function pageBefore(request: { readonly before?: string | undefined; limit: number }) {
  const { limit } = pageInput(request)
  return { before: request.before ?? LAST_CHARACTER, limit }
}

/** A page that is not full is the last. */
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
