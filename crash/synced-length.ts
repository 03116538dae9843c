/**
 * How much of SQLite's log survives a power cut: what had been written when its last completed `fsync`
 * began. `strace` records each of these calls of the server.
 */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** The program to run a server under, so that its calls are recorded in the file. */
export function tracedInto(file: string): readonly [string, ...string[]] {
  // -D: the server stays our direct child, with strace next to it.
  const calls = 'trace=pwrite64,ftruncate,fsync,fdatasync'
  return ['strace', '-D', '-f', '-y', '-s', '0', '-e', calls, '-o', file]
}

/** Whether processes can be traced here. */
export function canTrace(): boolean {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const WRITE = /pwrite64\(\d+<([^>]*)>, .*, \d+, (\d+)\) = (\d+)$/
const SYNC = /f(?:data)?sync\(\d+<([^>]*)>\) += 0$/
const PATIENCE_MS = 10_000

/**
 * The length in bytes of the log of a server that was killed, from its calls in the order in which it
 * made them; all calls on the log are made by one thread, so none overlap.
 */
export async function syncedLength(trace: string, log: string): Promise<number> {
  let written = 0
  let synced = 0
  for (const line of await finishedTrace(trace)) {
    const [, file, offset, length] = WRITE.exec(line) ?? []
    if (file === log) {
      // The log was restarted: its old content is in the database file by now.
      if (offset === '0') written = synced = 0
      written = Math.max(written, Number(offset) + Number(length))
    }
    if (SYNC.exec(line)?.[1] === log) synced = written
  }
  return synced
}

/** strace notices the exit a little later than we do. */
async function finishedTrace(trace: string): Promise<readonly string[]> {
  for (let waited = 0; ; waited += 20) {
    const text = readFileSync(trace, 'utf8')
    if (/\+\+\+ (killed|exited) .*\n$/.test(text)) return text.split('\n')
    if (waited > PATIENCE_MS) throw new Error('the trace of the server has no end')
    await sleep(20)
  }
}
