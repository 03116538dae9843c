/**
 * A lock between processes on one machine: a file that only one of them can create.
 *
 * The file is created as a hard link to a finished file, so it always names its owner. A lock whose
 * process is gone is removed immediately. If its process cannot be checked from here (another
 * machine or container), it is removed after `ABANDONED_MS` by the file system's clock, which is
 * the same for all.
 *
 * Removal is where such locks usually go wrong: two waiters see the same dead owner, the first
 * removes its file and creates its own, and the second removes *that*. Here a lock is removed only
 * by the holder of a second lock, named after the dead lock's nonce, and only after re-reading the
 * nonce. Nobody else may remove a file with that nonce, and no later lock has it.
 */

import { randomBytes } from 'node:crypto'
import { link, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ProcessSpace, space, startOf } from './this-process.ts'

/** Work under a lock takes milliseconds, and a holder gives up well before this. */
export const ABANDONED_MS = 60_000
const GIVE_UP_MS = ABANDONED_MS + 15_000

interface Owner extends ProcessSpace {
  readonly pid: number
  readonly start: string | null
  readonly nonce: string
}

/** Acquires the lock; resolves to a function that releases it. Rejects after 75 s. */
export async function acquireLock(path: string): Promise<() => Promise<void>> {
  const nonce = randomBytes(12).toString('hex')
  const owner: Owner = { ...space, pid: process.pid, start: startOf(process.pid), nonce }
  const finished = `${path}.${nonce}.new`
  const startedAt = performance.now()
  const now = async () => (await stat(finished)).ctimeMs + performance.now() - startedAt
  try {
    await writeFile(finished, JSON.stringify(owner), { mode: 0o600, flag: 'wx' })
    for (let wait = 1; ; wait = Math.min(wait * 2, 32)) {
      if (await linkExclusively(finished, path)) return () => removeIfStill(path, nonce)
      if (await clearIfDead(path, now)) continue
      if (performance.now() - startedAt > GIVE_UP_MS) {
        throw new Error(`the lock ${path} is held by another process; end it, or remove the file`)
      }
      await sleep(wait * (0.5 + Math.random()))
    }
  } finally {
    await unlessMissing(() => unlink(finished))
  }
}

/** Whether the lock is free now; false if its owner is alive. */
async function clearIfDead(path: string, now: () => Promise<number>): Promise<boolean> {
  const seen = await readOwner(path)
  if (seen === undefined) return true
  if (!isGone(seen) && !(await isAbandoned(path, now))) return false
  const release = await acquireLock(`${path}.${seen.nonce}`)
  try {
    await removeIfStill(path, seen.nonce)
    return true
  } finally {
    await release()
  }
}

/** Only for a process whose id means the same here as there. */
function isGone(owner: Owner): boolean {
  const isNear =
    owner.host === space.host && owner.boot === space.boot && owner.namespace === space.namespace
  if (!isNear) return false
  if (!isRunning(owner.pid)) return true
  const start = startOf(owner.pid)
  return start !== null && owner.start !== null && start !== owner.start
}

/** `now` by the clock that stamped the lock, so that no machine's clock matters. */
async function isAbandoned(path: string, now: () => Promise<number>): Promise<boolean> {
  const age = await unlessMissing(async () => (await now()) - (await stat(path)).ctimeMs)
  return age !== undefined && age > ABANDONED_MS
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 is not sent; it only checks whether the process exists.
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: the process exists but belongs to another user.
    return codeOf(error) !== 'ESRCH'
  }
}

async function removeIfStill(path: string, nonce: string): Promise<void> {
  if ((await readOwner(path))?.nonce === nonce) await unlink(path)
}

async function readOwner(path: string): Promise<Owner | undefined> {
  const text = await unlessMissing(() => readFile(path, 'utf8'))
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Locks are not flushed, so a power failure may leave an empty one; then its age decides.
    return { ...space, host: '', pid: 0, start: null, nonce: 'unreadable' }
  }
}

async function linkExclusively(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** The action's result, or undefined if its file does not exist. */
export async function unlessMissing<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
