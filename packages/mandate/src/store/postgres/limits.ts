/**
 * The time limits of a statement, and where they are set.
 *
 * On a session of its own a program says them once, when it connects, and a statement can then go
 * alone: one message, no BEGIN and no COMMIT. A pooler that hands sessions round after each
 * transaction (PgBouncer) refuses such start-up parameters, or drops them; behind it the limits
 * stand inside each transaction.
 */

import type { ClientBase } from 'pg'
import { sqlState } from './errors.ts'
import { keepAcknowledged, sessionFlags, transactionSettings } from './session-settings.ts'

export interface TimeLimits {
  /** Milliseconds for one statement. */
  readonly statement: number
  /** Milliseconds that a statement waits for each lock. */
  readonly lock: number
}

/** A name of ours, so that nobody else's limits are taken for these. */
const MARK = 'mandate.limits'
const PROTOCOL_VIOLATION = '08P01'

/** The start-up parameter `options` that sets the limits for a whole session. */
export function sessionOptions({ statement, lock }: TimeLimits): string {
  return [
    `-c statement_timeout=${statement}`,
    `-c lock_timeout=${lock}`,
    '-c default_transaction_isolation=read\\ committed',
    sessionFlags,
    `-c ${MARK}=on`,
  ].join(' ')
}

/** Whether the server, or a pooler before it, refused these start-up parameters. */
export function refusesOptions(error: unknown): boolean {
  return sqlState(error) === PROTOCOL_VIOLATION
}

/** What begins a transaction with its own limits. A session that is not ours is told all settings again. */
export function beginWith({ statement, lock }: TimeLimits, session: 'ours' | 'shared'): string {
  const settings = session === 'shared' ? `; ${transactionSettings}` : ''
  return `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = ${statement}; SET LOCAL lock_timeout = ${lock}${settings}`
}

/** Whether this session has the limits that were asked for, and with them all settings of ours. */
export async function hasLimits(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT current_setting('${MARK}', true) AS mark, ${keepAcknowledged}`,
  )
  return rows[0]?.mark === 'on'
}
