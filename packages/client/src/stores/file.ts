/**
 * A durable store without a database: one JSON file per grant, in a directory of its own.
 *
 * Reading takes no lock, because files are replaced atomically: written under another name, flushed
 * and renamed, and then the directory is flushed, so a saved grant survives a power failure.
 * Writing holds the lock (`file-lock.ts`) for the few milliseconds between comparing the version
 * and renaming, so several processes on one machine can share the directory. Requires a file system
 * with hard links.
 *
 * The directory must belong to this user alone, and no link in it is followed: data is written to a
 * new file with an unpredictable name.
 */

import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { ABANDONED_MS, acquireLock, unlessMissing } from './file-lock.ts'
import { checkPrivateDirectory, preparePrivateDirectory } from './private-directory.ts'
import type { StoredGrant, TokenStore } from './token-store.ts'

/**
 * Keeps grants in `directory`, creating it if missing. Only the owner can read the files. Rejects
 * naming the file if it cannot be read or written, and naming the remedy if others may write to the
 * directory.
 */
export function fileStore(directory: string): TokenStore {
  let prepared: Promise<void> | undefined

  async function exclusively<T>(key: string, change: (file: string) => Promise<T>): Promise<T> {
    prepared ??= prepare(directory).catch((error) => {
      prepared = undefined
      throw error
    })
    await prepared
    const file = fileOf(directory, key)
    const release = await acquireLock(`${file}.lock`)
    try {
      return await change(file)
    } finally {
      await release()
    }
  }

  return {
    async load(key) {
      await checkPrivateDirectory(directory)
      return read(fileOf(directory, key))
    },
    save: (key, record, expectedVersion) =>
      exclusively(key, async (file) => {
        const startedAt = Date.now()
        if (((await read(file))?.version ?? 0) !== expectedVersion) return false
        const stored: StoredGrant = { record, version: expectedVersion + 1 }
        const draft = `${file}.${randomBytes(12).toString('hex')}.new`
        try {
          await writeDurably(draft, JSON.stringify({ key, ...stored }))
          assertStillHeld(startedAt, file)
          await rename(draft, file)
        } catch (error) {
          await unlessMissing(() => unlink(draft))
          throw error
        }
        await flushDirectory(directory)
        return true
      }),
    remove: (key, expectedVersion) =>
      exclusively(key, async (file) => {
        if ((await read(file))?.version !== expectedVersion) return false
        await unlink(file)
        await flushDirectory(directory)
        return true
      }),
  }
}

/** Keys are hashed so that none can name a file elsewhere. */
function fileOf(directory: string, key: string): string {
  return join(directory, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`)
}

async function read(file: string): Promise<StoredGrant | undefined> {
  const text = await unlessMissing(() => readUnlinked(file))
  if (text === undefined) return undefined
  try {
    const { record, version } = JSON.parse(text)
    if (typeof record?.stage === 'string' && Number.isInteger(version)) return { record, version }
  } catch {
    // The parser's message would quote the file, which contains tokens.
  }
  throw new Error(`${file} does not hold a grant; restore it, or remove it and log in again`)
}

/** Windows lacks this flag, but lets few users create links. */
const NO_LINKS = constants.O_NOFOLLOW ?? 0

async function readUnlinked(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | NO_LINKS)
  try {
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    // Regardless of the umask.
    await handle.chmod(0o600)
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function flushDirectory(directory: string): Promise<void> {
  // Windows cannot open a directory; its file system journals renames.
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A process suspended for half the lock's life may have lost it. */
function assertStillHeld(startedAt: number, file: string): void {
  const held = Date.now() - startedAt
  if (held < 0 || held > ABANDONED_MS / 2)
    throw new Error(`writing ${file} took too long; try again`)
}

/** Creates the directory and removes what killed processes left behind. */
async function prepare(directory: string): Promise<void> {
  await preparePrivateDirectory(directory)
  for (const name of await readdir(directory)) {
    if (!name.endsWith('.new')) continue
    const path = join(directory, name)
    const modified = await unlessMissing(async () => (await stat(path)).mtimeMs)
    if (modified !== undefined && Date.now() - modified > 60 * ABANDONED_MS) {
      await unlessMissing(() => unlink(path))
    }
  }
}
