/**
 * Makes a file for secrets: readable by its owner only, whole or not there at all, safe on disk. It
 * is drafted under a name that nobody can have taken beforehand, then linked to its own name.
 */

import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Random } from './time-and-chance.ts'

/**
 * Makes the file, and its folder where there is none. A file that is there already stays as it is:
 * of several processes that make one, the first one's holds. Throws what the file system says.
 */
export function createPrivateFile(path: string, text: string, random: Random): void {
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${path}.${Buffer.from(random(4)).toString('hex')}.new`
  writeDurably(draft, text)
  try {
    linkUnlessThere(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  const opened = openSync(folder, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}

function writeDurably(path: string, text: string): void {
  // Exclusively: whatever is there already, a link to somewhere else above all, is not followed.
  const file = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** The name appears at once and whole, and never replaces one that is there already. */
function linkUnlessThere(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
