/**
 * The time limits of a statement, and where they are set.
 *
 * In a session of its own, a program sets them once, when it connects; a statement then needs one
 * message, without BEGIN and COMMIT. A pooler that reassigns sessions after each transaction
 * (PgBouncer) refuses or drops such start-up parameters; behind one, each transaction sets the
 * limits.
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

/** A name of our own, so that limits set by others are not mistaken for these. */
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

/** Whether the server, or a pooler in front of it, refused these start-up parameters. */
export function refusesOptions(error: unknown): boolean {
  return sqlState(error) === PROTOCOL_VIOLATION
}

/**
 * The statements that begin a transaction with its own limits. In a shared session, they also
 * repeat all our settings.
 */
export function beginWith({ statement, lock }: TimeLimits, session: 'ours' | 'shared'): string {
  const settings = session === 'shared' ? `; ${transactionSettings}` : ''
  return `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = ${statement}; SET LOCAL lock_timeout = ${lock}${settings}`
}

/** Whether this session has the requested limits, and so all our settings. */
export async function hasLimits(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT current_setting('${MARK}', true) AS mark, ${keepAcknowledged}`,
  )
  return rows[0]?.mark === 'on'
}
