/**
 * Classifies errors for the engine: whether anything may have happened, and whether a retry makes
 * sense. PostgreSQL's messages and details quote values, so they are not passed on.
 */

import { StorageUnavailable } from '../port.ts'

/**
 * - `refused`: nothing happened, and one of many inputs may be the cause
 * - `conflict`: nothing happened, because of another writer; a retry may succeed
 * - `unable`: nothing happened, whatever the input
 * - `lost`: the connection is gone, and the outcome is unknown
 */
export type Failure = 'refused' | 'conflict' | 'unable' | 'lost'

/** SQLSTATE codes (PostgreSQL documentation, appendix A). */
const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'
export const LOCK_NOT_AVAILABLE = '55P03'
const QUERY_CANCELED = '57014'
export const READ_ONLY_TRANSACTION = '25006'
export const UNSTORABLE_TEXT = '22021'

/** The SQLSTATE of an error that the server sent; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'severity' in error && 'code' in error
    ? String(error.code)
    : undefined
}

export function failureOf(error: unknown): Failure {
  const code = sqlState(error)
  // FATAL and PANIC end the connection, perhaps after the transaction was committed.
  if (code === undefined || !isPlainError(error)) return 'lost'
  if (code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED) return 'conflict'
  // Another row may be free.
  if (code === LOCK_NOT_AVAILABLE) return 'refused'
  // Read-only, out of a resource, operator, system, internal: any other unit would get the same
  // answer.
  return /^(25|53|54|55|57|58|XX)/.test(code) ? 'unable' : 'refused'
}

/**
 * Describes the error in our own fixed words. The error itself may quote values, so it is dropped.
 */
export function asUnavailable(error: unknown): StorageUnavailable {
  if (error instanceof StorageUnavailable) return error
  return new StorageUnavailable(`the database did not take part: ${inWords(error)}`)
}

const words: Readonly<Record<string, string>> = {
  '23505': 'a row with this key is there already (23505)',
  [READ_ONLY_TRANSACTION]: 'it is read-only (25006)',
  [SERIALIZATION_FAILURE]: 'other writers were in the way (40001)',
  [DEADLOCK_DETECTED]: 'other writers were in the way (40P01)',
  '53100': 'its disk is full (53100)',
  '53300': 'it takes no more connections (53300)',
  [LOCK_NOT_AVAILABLE]: 'somebody else holds the lock (55P03)',
  [QUERY_CANCELED]: 'it did not finish in time (57014)',
  '57P01': 'it is shutting down (57P01)',
  '57P03': 'it is starting up or shutting down (57P03)',
  ECONNREFUSED: 'nobody answers at its address',
  ENOTFOUND: 'its host is not known',
}

function inWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = words[code]
  if (known !== undefined) return known
  return sqlState(error) === undefined
    ? `the connection failed${/^E[A-Z]+$/.test(code) ? ` (${code})` : ''}`
    : `it failed (${code})`
}

function isPlainError(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR'
}
