/** Where the server keys are: in the data directory, or with a program that prints them. */

import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Settings } from '../settings.ts'

export interface KeyPlace {
  /** The file; or how sentences name what the command prints. */
  readonly path: string
  /** What the file is encrypted with; null to leave it as it is. */
  readonly passphrase?: string | null
  /** Prints the content of a key file, so that any secret store can have it. */
  readonly command?: string | null
}

/** The path of a data directory's key file. */
export function keyFilePath(data: string): string {
  return join(data, 'keys.json')
}

export function keyPlaceOf({
  data,
  keyPassphrase: passphrase,
  keyCommand: command,
}: Pick<Settings, 'data' | 'keyPassphrase' | 'keyCommand'>): KeyPlace {
  const path = command === null ? keyFilePath(data) : 'that key_command prints'
  return { path, passphrase, command }
}

const LIMITS = { timeout: 30_000, maxBuffer: 1024 * 1024, encoding: 'utf8' } as const
const SHELL = '/bin/sh'

/** What the command prints. Throws if it fails; the error may contain what it printed. */
export function printedBy(command: string): string {
  return execFileSync(SHELL, ['-c', command], { ...LIMITS, stdio: ['ignore', 'pipe', 'inherit'] })
}

/** The same, while the process goes on. */
export async function printedLater(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)(SHELL, ['-c', command], LIMITS)
  return stdout
}
