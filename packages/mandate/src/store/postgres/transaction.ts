/**
 * One transaction, sent in one round trip: BEGIN, the statements, COMMIT. It sets its own time
 * limits, so that nothing stays with the session (`limits.ts`).
 */

import type { ClientBase, QueryResult } from 'pg'
import type { Row } from '../engine.ts'
import type { Statement } from './statement.ts'

/** The outcome of the transaction is unknown. */
class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}

/**
 * Runs the statements on a pipelining connection: all of them or none. Returns the rows of each.
 * `begin` begins the transaction (`limits.ts`).
 *
 * @throws the server's own error if nothing happened, anything else if the outcome is unknown.
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
    // Without BEGIN, each statement was a transaction of its own.
    if (begun === failed) throw new OutcomeUnknown('the transaction did not begin')
    throw failed.reason
  }
  const results = settled.map((result) => (result as PromiseFulfilledResult<QueryResult>).value)
  // PostgreSQL answers COMMIT with ROLLBACK if a statement failed before.
  if (results.at(-1)?.command !== 'COMMIT') throw new OutcomeUnknown('the commit was not confirmed')
  return results.slice(1, -1).map(({ rows }) => rows)
}

/**
 * Runs one statement, a transaction of its own, in a session that already has its limits. Returns
 * its rows once it is committed. Throws as `transact` does.
 */
export async function execute(
  client: ClientBase,
  { text, values }: Statement,
): Promise<readonly Row[]> {
  const { rows } = await client.query(text, [...values])
  return rows
}
