import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Query, Row, Step } from '../engine.ts'

interface Prepared {
  readonly statement: StatementSync
  readonly columns: readonly string[]
}

/**
 * Runs steps on prepared statements, each prepared once. Parameters are bound by position, which is
 * cheaper than by name.
 *
 * @throws what `node:sqlite` throws; a query whose text and input do not match is a bug.
 */
export function createStatements(database: DatabaseSync): (step: Step) => readonly Row[] {
  const prepared = new Map<Query, Prepared>()
  return ({ query, input }) => {
    let found = prepared.get(query)
    if (found === undefined) {
      found = prepare(database, query)
      prepared.set(query, found)
    }
    const values = found.columns.map((column) => input[column] ?? null)
    return found.statement.all(...values) as Row[]
  }
}

function prepare(database: DatabaseSync, query: Query): Prepared {
  const columns = Object.keys(query.input)
  return { columns, statement: database.prepare(positional(query.text, columns)) }
}

// This machine's clock is the database's, because all processes that share the file run here.
const BYTES = '(SELECT page_count * page_size FROM pragma_page_count() JOIN pragma_page_size())'
const NOW_MS = "CAST(ROUND(1000 * unixepoch('now', 'subsec')) AS INTEGER)"

/** `:name` becomes `?n`, where n is the position of the name in `columns`. */
export function positional(text: string, columns: readonly string[]): string {
  const named = text.replaceAll('database_ms()', NOW_MS).replaceAll('database_bytes()', BYTES)
  return named.replaceAll(/:([a-z_]+)/g, (_, name: string) => {
    const index = columns.indexOf(name)
    if (index < 0) throw new Error(`the query names :${name}, which is not among its input`)
    return `?${index + 1}`
  })
}
