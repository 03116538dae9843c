/**
 * Creates a file that contains secrets or takes long to write: readable only by its owner, complete
 * or absent, flushed to disk. It is written under an unpredictable name, then linked to its own.
 */

import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from './time-and-chance.ts'

/**
 * Creates the file, and its folder if missing. An existing file stays unchanged: of several
 * processes, the first wins and the others get false. Throws the file system's error.
 */
export function createPrivateFile(path: string, text: string, random: Random): boolean {
  makePrivateFolder(dirname(path))
  const draft = draftFor(path, random)
  try {
    writeFileSync(draft, text)
    return publish(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
}

/**
 * Replaces a file by another text, in one step; `text` reads the old file and returns the new text,
 * or undefined to leave it. One process after the other: each reads what the one before it wrote.
 * Returns whether the file was replaced. Throws the file
 * system's error.
 */
export function replacePrivateFile(
  path: string,
  random: Random,
  text: () => string | undefined,
): boolean {
  const turn = takeTurn(path)
  try {
    const replacement = text()
    if (replacement === undefined) return false
    const draft = draftFor(path, random)
    try {
      writeFileSync(draft, replacement)
      sync(draft, 'r+')
      renameSync(draft, path)
      sync(dirname(path), 'r')
    } finally {
      rmSync(draft, { force: true })
    }
    return true
  } finally {
    rmSync(turn, { force: true })
  }
}

/** Waits in steps; a turn this old was left by a process that died. */
const TURN_STEP_MS = 20
const LONGEST_TURN_MS = 10_000

/** The path of a file that exists while this process has its turn. */
function takeTurn(path: string): string {
  const turn = `${path}.turn`
  for (let waited = 0; ; waited += TURN_STEP_MS) {
    if (isTaken(turn)) return turn
    if (waited >= LONGEST_TURN_MS) rmSync(turn, { force: true })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TURN_STEP_MS)
  }
}

/**
 * Does `act` while no other process that asks for the same turn does. It has to end within
 * `LONGEST_TURN_MS`. The folder of the path has to exist.
 */
export async function inTurn<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  const turn = `${path}.turn`
  for (let waited = 0; !isTaken(turn); waited += TURN_STEP_MS) {
    if (waited >= LONGEST_TURN_MS) rmSync(turn, { force: true })
    await pause(TURN_STEP_MS)
  }
  try {
    return await act()
  } finally {
    rmSync(turn, { force: true })
  }
}

/** Whether this process has taken the turn. */
function isTaken(turn: string): boolean {
  try {
    closeSync(openSync(turn, 'wx', 0o600))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/**
 * Creates the folder, accessible to this user only, with its parents, unless it exists. Throws the
 * file system's error. Node's own `recursive` loops forever if creating in an existing folder fails
 * with ENOENT, as in /proc.
 */
export function makePrivateFolder(path: string): void {
  const missing: string[] = []
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at)
  for (const folder of missing.length === 0 ? [path] : missing) makeOne(folder)
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // It already exists, or another process was faster.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error
  }
}

/**
 * Like `createPrivateFile`, but `fill` writes the content to the path of an empty file, and the
 * folder must exist. `taken` creates the error for a name already in use. Leaves no file behind on
 * failure.
 */
export async function fillPrivateFile<Result>(
  path: string,
  random: Random,
  { fill, taken }: { fill: (draft: string) => Promise<Result>; taken: () => Error },
): Promise<Result> {
  const draft = draftFor(path, random)
  try {
    const result = await fill(draft)
    if (!publish(draft, path)) throw taken()
    return result
  } finally {
    rmSync(draft, { force: true })
  }
}

function draftFor(path: string, random: Random): string {
  const draft = `${path}.${Buffer.from(random(4)).toString('hex')}.new`
  // Exclusive, so that an existing file, and above all a link, is never followed.
  closeSync(openSync(draft, 'wx', 0o600))
  return draft
}

/** False if the name is taken; the existing file stays. */
function publish(draft: string, path: string): boolean {
  sync(draft, 'r+')
  if (!linkUnlessThere(draft, path)) return false
  rmSync(draft, { force: true })
  sync(dirname(path), 'r')
  return true
}

/** The file appears atomically, and never replaces an existing one. */
function linkUnlessThere(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error
    // Some file systems used for backups lack links; there, check and move are two steps.
    if (existsSync(path)) return false
    renameSync(draft, path)
    return true
  }
}

function sync(path: string, mode: 'r' | 'r+'): void {
  const opened = openSync(path, mode)
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
