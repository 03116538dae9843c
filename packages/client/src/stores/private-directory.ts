/**
 * A directory that only this user can change. Anyone else with write access could replace a file
 * with a link, remove it, or give one user's grant to another.
 */

import type { Stats } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { unlessMissing } from './file-lock.ts'

/** Creates the directory if missing. Rejects, naming the remedy, if others may write to it. */
export async function preparePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await checkPrivateDirectory(directory)
}

/** Checks the directory without creating it if it is missing. */
export async function checkPrivateDirectory(directory: string): Promise<void> {
  const found = await unlessMissing(() => stat(directory))
  const problem = found === undefined ? null : problemOf(found)
  if (problem === null) return
  throw new Error(
    `${directory} holds tokens and ${problem}; give fileStore a directory of its own ` +
      '(it makes one that is missing), or run "chmod 700" on this one as its owner',
  )
}

function problemOf(found: Stats): string | null {
  // Windows uses access control lists, which the mode does not show.
  const user = process.getuid?.()
  if (user === undefined) return null
  if ((found.mode & 0o022) !== 0) return 'others may write to it'
  // Root may use anyone's directory, and one that root owns is safe from other users.
  const isOurs = user === 0 || found.uid === user || found.uid === 0
  return isOurs ? null : `belongs to another user (uid ${found.uid})`
}
