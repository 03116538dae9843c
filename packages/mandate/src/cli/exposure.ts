/**
 * Who else on this machine can access the data. Anyone who can read the database sees all users'
 * addresses; anyone who can write or replace it decides what is granted.
 */

import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { quoted } from './command.ts'

/** What is open to others, and the command that closes it. */
export interface Exposure {
  readonly message: string
  readonly remedy: string
}

/** Undefined if only the owner, or a group that the operator chose, may write to the directory. */
export function openDirectory(directory: string): Exposure | undefined {
  if (!isOpen(directory, 0o002)) return undefined
  return {
    message: `${directory} can be written to by every user of this machine`,
    remedy: `run: chmod 700 ${quoted(directory)}`,
  }
}

/** An SQLite file, its `-wal` and `-shm` files while in use, and their directory. */
export function openDatabase(file: string): Exposure | undefined {
  const files = [file, `${file}-wal`, `${file}-shm`].filter((path) => isOpen(path, 0o077))
  if (files.length === 0) return openDirectory(dirname(file))
  return {
    message: `${files.join(', ')} can be read or written by other users of this machine`,
    remedy: `run: chmod 600 ${files.map(quoted).join(' ')}`,
  }
}

/** Windows has no file modes. */
function isOpen(path: string, mode: number): boolean {
  if (process.platform === 'win32') return false
  // The `-wal` and `-shm` files come and go.
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && (found.mode & mode) !== 0
}
