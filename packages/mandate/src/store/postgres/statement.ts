/**
 * Turns a query, which is written for one row of input, into a statement for PostgreSQL.
 *
 *     UPDATE grants SET … /*FROM input*\/ WHERE grants.id = :id      as written
 *     UPDATE grants SET … FROM unnest($1::text[], …) AS input(id, …)
 *       WHERE grants.id = input.id                                   many inputs at once
 *     UPDATE grants SET … WHERE grants.id = $1::text                 one input
 */

import type { ColumnType, Query, Step, Value } from '../engine.ts'

export interface Statement {
  readonly text: string
  readonly values: readonly (Value | readonly Value[])[]
}

const PARAMETER = /:([a-z_]+)/g
const RELATION = /\/\*(FROM |USING |, )input\*\//
const NOW_MS = 'CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS bigint)'
const BYTES = 'pg_database_size(current_database())'
const types: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  bigint: 'bigint',
  bytes: 'bytea',
}

const togetherTexts = new WeakMap<Query, string>()
const aloneTexts = new WeakMap<Query, string>()

/** Whether one statement can take many inputs of the query. */
export function isGatherable({ key, text, input }: Query): boolean {
  return key !== 'alone' && RELATION.test(text) && Object.keys(input).length > 0
}

/** One statement for many inputs of a query that allows it. */
export function together(query: Query, inputs: readonly Step['input'][]): Statement {
  return {
    text: cached(togetherTexts, query, togetherText),
    values: Object.keys(query.input).map((column) => inputs.map((input) => input[column] ?? null)),
  }
}

/** One statement for one input of any query. */
export function alone({ query, input }: Step): Statement {
  return {
    text: cached(aloneTexts, query, aloneText),
    values: Object.keys(query.input).map((column) => input[column] ?? null),
  }
}

function togetherText({ text, input }: Query): string {
  const columns = Object.entries(input)
  const arrays = columns.map(([, type], index) => `$${index + 1}::${types[type]}[]`)
  const names = columns.map(([name]) => name)
  const relation = `unnest(${arrays.join(', ')}) AS input(${names.join(', ')})`
  return text
    .replaceAll(PARAMETER, 'input.$1')
    .replace(RELATION, `$1${relation.replaceAll('$', '$$$$')}`)
}

function aloneText({ text, input }: Query): string {
  const columns = Object.keys(input)
  return text.replaceAll(PARAMETER, (_, name: string) => {
    const type = input[name]
    if (type === undefined) {
      throw new Error(`the query names :${name}, which is not among its input`)
    }
    return `$${columns.indexOf(name) + 1}::${types[type]}`
  })
}

function cached(
  texts: WeakMap<Query, string>,
  query: Query,
  write: (query: Query) => string,
): string {
  const known = texts.get(query)
  if (known !== undefined) return known
  const written = write(query)
    .replaceAll('database_ms()', NOW_MS)
    .replaceAll('database_bytes()', BYTES)
  texts.set(query, written)
  return written
}
