/** The key file for a restored database: already present, or restored in the same run. */

import { readFileSync, rmSync } from 'node:fs'
import type { KeyId } from '../grants/grant.ts'
import type { KeyFile } from '../keys/content.ts'
import { readKeyFile } from '../keys/key-file.ts'
import { heldKeys } from '../keys/live-keys.ts'
import type { KeyPlace } from '../keys/place.ts'
import { createPrivateFile } from '../new-file.ts'
import { type CommandContext, CommandRefused } from './command.ts'

export interface KeysToRestore {
  readonly keyFile: KeyFile
  /** Puts the key file in place, unless present. Throws `CommandRefused`. */
  place(): void
  /** Undoes it. */
  takeAway(): void
}

export interface KeysWanted {
  /** Where the keys belong. */
  readonly place: KeyPlace
  /** The given copy. */
  readonly from: string | undefined
  /** The ids of the keys that the backup's grants use. */
  readonly needed: readonly string[]
  /** A command line that would work. */
  readonly again: string
}

/** Checks that the right keys are available; changes nothing yet. Throws `CommandRefused`. */
export function keysToRestore({ random }: CommandContext, wanted: KeysWanted): KeysToRestore {
  const { place, from } = wanted
  const { path: to, command = null } = place
  if (command !== null && from !== undefined) {
    throw new CommandRefused(
      'The keys come from the command in the setting key_command: leave --keys out.',
    )
  }
  const there = readKeyFile(place)
  const copy = from === undefined ? undefined : readCopy(place, from)
  if (there !== undefined && copy !== undefined && !hasSameKeys(there, copy)) {
    throw new CommandRefused(
      `The data directory has other keys already, in ${to}: leave --keys out to use those, or move them away.`,
    )
  }
  const keyFile = there ?? copy
  if (keyFile === undefined) {
    throw new CommandRefused(
      `The key file ${to} is missing, and without its keys no token of the backup is good: give the copy of it that you kept: ${wanted.again}`,
    )
  }
  refuseMissing(keyFile, there === undefined ? (from ?? to) : to, wanted.needed)
  let placed = false
  return {
    keyFile,
    place() {
      if (there === undefined) placed = putBack(to, from ?? '', random)
    },
    takeAway() {
      if (placed) rmSync(to, { force: true })
    },
  }
}

function hasSameKeys(one: KeyFile, other: KeyFile): boolean {
  const keysIn = (file: KeyFile) =>
    JSON.stringify([
      heldKeys(file),
      [...file.tokenKeys, ...file.sealKeys].map(({ secret }) =>
        Buffer.from(secret).toString('hex'),
      ),
    ])
  return keysIn(one) === keysIn(other)
}

function readCopy(place: KeyPlace, path: string): KeyFile {
  const copy = readKeyFile({ ...place, path })
  if (copy !== undefined) return copy
  throw new CommandRefused(`There is no key file ${path}: name the copy that you kept.`)
}

function refuseMissing(keyFile: KeyFile, path: string, needed: readonly string[]): void {
  const missing = needed.filter((id) => !keyFile.keys.secrets.has(id as KeyId))
  if (missing.length === 0) return
  throw new CommandRefused(
    `The key file ${path} does not have the ${missing.length === 1 ? 'key' : 'keys'} ${missing.join(', ')} that grants of the backup are made with: give the key file of that server with --keys.`,
  )
}

function putBack(to: string, from: string, random: CommandContext['random']): boolean {
  try {
    if (createPrivateFile(to, textOf(from), random)) return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandRefused(
      `The key file ${to} cannot be written (${code}): give --data a directory that this user can write to.`,
    )
  }
  throw new CommandRefused(`The key file ${to} was created by another process: try again.`)
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8')
}
