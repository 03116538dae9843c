/**
 * Reading one value of a row as what it must be. A row that is not so was written by something
 * else, or the file is damaged: that is trouble of the storage, not of the caller.
 */

import type { Row } from './engine.ts'
import { type Page, StorageUnavailable } from './port.ts'

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

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw unexpected(column)
  return value
}

/** Lists are kept in one column as JSON. */
export function texts(row: Row, column: string): readonly string[] {
  const source = text(row, column)
  if (source === '[]') return []
  const value = parse(source)
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw unexpected(column)
  }
  return value
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
