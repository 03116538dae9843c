/**
 * One transaction, sent whole and answered in one round trip: BEGIN, the statements, COMMIT. The time
 * limits stand inside, so that nothing of it stays with the session (`limits.ts`).
 */

import type { ClientBase, QueryResult } from 'pg'
import type { Row } from '../engine.ts'
import type { Statement } from './statement.ts'

/** Nobody knows whether the transaction happened. */
class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}

/**
 * Runs the statements on a pipelining connection: all of them or none. Answers the rows of each. `begin`
 * is what begins the transaction (`limits.ts`).
 *
 * @throws the server's own error where nothing happened, anything else where nobody knows.
 */
export async function transact(
  client: ClientBase,
  statements: readonly Statement[],
  begin: string,
): Promise<readonly (readonly Row[])[]> {
  const settled = await Promise.allSettled([
    client.query(begin),
    ...statements.map(({ text, values }) => client.query(text, [...values])),
    client.query('COMMIT'),
  ])
  const [begun] = settled
  const [failed] = settled.filter((result) => result.status === 'rejected')
  if (failed !== undefined) {
    // Without BEGIN each statement would have been a transaction of its own.
    if (begun === failed) throw new OutcomeUnknown('the transaction did not begin')
    throw failed.reason
  }
  const results = settled.map((result) => (result as PromiseFulfilledResult<QueryResult>).value)
  // PostgreSQL answers COMMIT with ROLLBACK where a statement failed before.
  if (results.at(-1)?.command !== 'COMMIT') throw new OutcomeUnknown('the commit was not confirmed')
  return results.slice(1, -1).map(({ rows }) => rows)
}

/**
 * Runs one statement on a session that has its limits already; it is a transaction of its own. Answers
 * its rows once that is committed. Throws as `transact` does.
 */
export async function execute(
  client: ClientBase,
  { text, values }: Statement,
): Promise<readonly Row[]> {
  const { rows } = await client.query(text, [...values])
  return rows
}
