/**
 * How much of SQLite's log a power cut cannot take: what had been written when the last `fsync` of it
 * began that also came back. `strace` writes down each of these calls of the server.
 */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** The program to run a server under, so that its calls end up in the file. */
export function tracedInto(file: string): readonly [string, ...string[]] {
  // -D: the server stays our own child, with strace beside it.
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
 * The length in bytes of the log of a server that has been killed, from the calls in the order in
 * which it made them; all that concern the log are of one thread, so none overlap.
 */
export async function syncedLength(trace: string, log: string): Promise<number> {
  let written = 0
  let synced = 0
  for (const line of await finishedTrace(trace)) {
    const [, file, offset, length] = WRITE.exec(line) ?? []
    if (file === log) {
      // A log that is begun anew: what it held before lies in the database file since.
      if (offset === '0') written = synced = 0
      written = Math.max(written, Number(offset) + Number(length))
    }
    if (SYNC.exec(line)?.[1] === log) synced = written
  }
  return synced
}

/** strace learns of the end a little later than we do. */
async function finishedTrace(trace: string): Promise<readonly string[]> {
  for (let waited = 0; ; waited += 20) {
    const text = readFileSync(trace, 'utf8')
    if (/\+\+\+ (killed|exited) .*\n$/.test(text)) return text.split('\n')
    if (waited > PATIENCE_MS) throw new Error('the trace of the server has no end')
    await sleep(20)
  }
}
