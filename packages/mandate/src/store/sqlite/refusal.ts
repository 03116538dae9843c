import { dirname } from 'node:path'
import { DatabaseRefused } from '../engine.ts'
import { CORRUPT, FULL, isBusy, NOT_A_DATABASE, primaryCode } from './errors.ts'

/** Explains in one sentence why `path` could not be opened, and what to do about it. */
export function refusal(path: string, cause: unknown): DatabaseRefused {
  if (cause instanceof DatabaseRefused) return cause
  const [message, remedy] = explain(path, cause)
  return new DatabaseRefused(message, remedy, { cause })
}

function explain(path: string, cause: unknown): readonly [message: string, remedy: string] {
  const code = primaryCode(cause)
  if (isBusy(cause)) {
    return [
      `The database ${path} is locked by another program.`,
      'Close the program that keeps it open, then try again.',
    ]
  }
  if (code === CORRUPT || code === NOT_A_DATABASE) {
    return [
      `The file ${path} is not a database, or it is damaged.`,
      'Name another file, or restore a backup.',
    ]
  }
  switch (code === FULL ? 'ENOSPC' : systemCode(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return [
        `The directory ${dirname(path)} does not exist.`,
        'Create it, or name another place for the database.',
      ]
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return [
        `The database ${path} may not be written by this user.`,
        'Let the user that runs the program write the file and its directory, or name another place.',
      ]
    case 'EISDIR':
      return [`The path ${path} is a directory.`, 'Name a file for the database.']
    case 'ENOSPC':
      return [`There is no room left on the disk of ${path}.`, 'Make room, then try again.']
    default:
      return [
        `The database ${path} cannot be opened: ${cause instanceof Error ? cause.message : cause}.`,
        'Check that the file and its directory exist and may be read and written.',
      ]
  }
}

function systemCode(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined
}
