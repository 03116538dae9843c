/**
 * A directory that nobody but this user can change. Anybody else who may write there could put a link in
 * the place of a file, take one away, or give a user's grant to another.
 */

import type { Stats } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { unlessMissing } from './file-lock.ts'

/** Makes the directory where it is missing. Rejects, with the remedy, where others may write to it. */
export async function preparePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await checkPrivateDirectory(directory)
}

/** The same for one that may be missing, and then stays so. */
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
  // Windows has access lists, which are not in the mode.
  const user = process.getuid?.()
  if (user === undefined) return null
  if ((found.mode & 0o022) !== 0) return 'others may write to it'
  // The superuser may use what is another's; its owner could be anybody else's only by its doing.
  const isOurs = user === 0 || found.uid === user || found.uid === 0
  return isOurs ? null : `belongs to another user (uid ${found.uid})`
}
