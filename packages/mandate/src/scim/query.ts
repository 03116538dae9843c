/** The parameters of a search, in a URL or in the body of POST …/.search (RFC 7644 §3.4.2, §3.4.3). */

import { member } from './document.ts'
import { ScimError } from './error.ts'
import { type Filter, parseFilter, USERS } from './filter.ts'
import type { Selection } from './resource.ts'
import { invalidValue, type JsonObject } from './values.ts'

export const DEFAULT_COUNT = 100
export const MOST_USERS_PER_PAGE = 200
const LONGEST_LIST = 2_000

export interface Search {
  readonly filter: Filter | null
  readonly count: number
  /** Where the page starts: a number from 1, or after the id in a cursor (RFC 9865). */
  readonly start: { readonly index: number } | { readonly after: string }
  readonly selection: Selection
}

/** Throws `ScimError`. */
export function searchIn(parameters: JsonObject): Search {
  const filter = textOf(parameters, 'filter')
  const cursor = textOf(parameters, 'cursor')
  const index = integerOf(parameters, 'startIndex') ?? 1
  const count = integerOf(parameters, 'count') ?? DEFAULT_COUNT
  return {
    filter: filter === undefined ? null : parseFilter(filter, USERS),
    count: Math.min(Math.max(count, 0), MOST_USERS_PER_PAGE),
    start: cursor === undefined ? { index: Math.max(index, 1) } : { after: idIn(cursor) },
    selection: selectionIn(parameters),
  }
}

/** Throws `ScimError`. */
export function selectionIn(parameters: JsonObject): Selection {
  return {
    only: listOf(parameters, 'attributes'),
    without: listOf(parameters, 'excludedAttributes') ?? [],
  }
}

/** Opaque to clients; an empty cursor asks for the first page (RFC 9865 §2). */
export function cursorAfter(id: string): string {
  return Buffer.from(id).toString('base64url')
}

function idIn(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString()
  if (cursorAfter(id) === cursor) return id
  throw new ScimError(400, 'invalidCursor', 'The cursor is not a valid nextCursor.')
}

function textOf(parameters: JsonObject, name: string): string | undefined {
  const value = member(parameters, name)
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalidValue(`${name} must be a string.`)
  return value
}

function integerOf(parameters: JsonObject, name: string): number | undefined {
  const value = member(parameters, name)
  if (value === undefined || value === null || value === '') return undefined
  const written = String(value)
  if (!/^[+-]?\d{1,9}$/.test(written)) throw invalidValue(`${name} must be an integer.`)
  return Number(written)
}

function listOf(parameters: JsonObject, name: string): readonly string[] | null {
  const value = member(parameters, name)
  const names = typeof value === 'string' ? value.split(',') : value
  if (names === undefined || names === null || value === '') return null
  if (!Array.isArray(names) || !names.every((one) => typeof one === 'string')) {
    throw invalidValue(`${name} must be a list of attributes.`)
  }
  if (names.join(',').length > LONGEST_LIST) throw invalidValue(`${name} is too long.`)
  return names
}
