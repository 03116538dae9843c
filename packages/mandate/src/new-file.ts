/**
 * Makes a file that holds secrets or is long in the making: readable by its owner only, whole or not
 * there at all, safe on disk. It is drafted under a name that nobody can have taken beforehand, then
 * linked to its own name.
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
import type { Random } from './time-and-chance.ts'

/**
 * Makes the file, and its folder where there is none. A file that is there already stays as it is:
 * of several processes that make one, the first one's holds, and the others are answered false.
 * Throws what the file system says.
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
 * Makes the folder for this user alone, with the folders above it, unless it is there. Throws what the
 * file system says. Node's own `recursive` never ends where a folder is there and nothing can be made
 * in it with ENOENT as the answer, as in /proc.
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
    // It was there, or another process was faster.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error
  }
}

/**
 * The same as `createPrivateFile` for a file that `fill` writes, given the path of an empty one, in a folder that is there.
 * `taken` makes the error for a name that is not free. Where anything fails no file is left.
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
  // Exclusively: whatever is there already, a link to somewhere else above all, is not followed.
  closeSync(openSync(draft, 'wx', 0o600))
  return draft
}

/** False where the name is taken; what is there stays. */
function publish(draft: string, path: string): boolean {
  sync(draft, 'r+')
  if (!linkUnlessThere(draft, path)) return false
  rmSync(draft, { force: true })
  sync(dirname(path), 'r')
  return true
}

/** The name appears at once and whole, and never replaces one that is there already. */
function linkUnlessThere(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error
    // Some disks that backups are taken to know no links; there the look and the move are two steps.
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
