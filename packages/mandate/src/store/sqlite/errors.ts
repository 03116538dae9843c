import { StorageUnavailable } from '../port.ts'

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const BUSY = 5
const LOCKED = 6
export const CORRUPT = 11
/** SQLITE_ERROR: a table or column in the statement does not exist. */
export const NO_SUCH_NAME = 1
export const FULL = 13
export const NOT_A_DATABASE = 26

/** Whether another process holds the lock, so that a retry will help. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error)
  return code === BUSY || code === LOCKED
}

/** SQLite's primary result code, or undefined for any other error. */
export function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  // The low byte is the primary code; the rest makes it more specific.
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

/** Repeats only SQLite's fixed message, never a bound value. */
export function asUnavailable(error: unknown): StorageUnavailable {
  if (error instanceof StorageUnavailable) return error
  const known = error instanceof Error && 'errstr' in error ? String(error.errstr) : 'it failed'
  return new StorageUnavailable(`the database did not take part: ${known}`, { cause: error })
}
