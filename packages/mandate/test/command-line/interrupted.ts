/** Commands that are cut short: the process is killed, or the disk is full. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Ended } from './mandate-process.ts'

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Runs a command that may not write files longer than 256 KiB, as if the disk were full then. */
export async function runOnFullDisk(args: readonly string[]): Promise<Ended> {
  // The signal sent at the limit would end the process; a full disk sends none.
  const limited = 'trap "" XFSZ; ulimit -f 512; exec "$@"'
  const child = spawn('sh', ['-c', limited, 'sh', process.execPath, program, ...args])
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code, output, errors }
}

/** Runs a command and kills it when its draft in the folder reaches some hundred kilobytes. */
export async function killWhileDrafting(args: readonly string[], folder: string): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore' })
  const closed = once(child, 'close')
  while (child.exitCode === null && !hasDraft(folder)) await pause(1)
  child.kill('SIGKILL')
  const [, signal] = await closed
  assert.equal(signal, 'SIGKILL', 'it ended before it could be killed')
}

function hasDraft(folder: string): boolean {
  const [draft] = readdirSync(folder).filter((name) => name.endsWith('.new'))
  const found = draft && statSync(join(folder, draft), { throwIfNoEntry: false })
  return found !== undefined && found !== '' && found.size > 300_000
}
