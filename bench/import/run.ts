/** One `mandate user import` in a process of its own, and what the operating system counted. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { processorTime } from '../measure/processes.ts'

const main = fileURLToPath(new URL('../../packages/mandate/src/main.ts', import.meta.url))
const LOOK_EVERY_MS = 100

export interface Run {
  readonly seconds: number
  /** Microseconds. */
  readonly processorTime: number
  readonly peakMegabytes: number
}

/** Imports a file; throws unless every user of it was new. */
export async function runImport(
  file: string,
  place: { readonly data: string; readonly database?: string | undefined; readonly users: number },
): Promise<Run> {
  const { data, database, users } = place
  const args = [main, 'user', 'import', file, '--data', data, '--init', '--json']
  const began = performance.now()
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ...(database !== undefined && { MANDATE_DATABASE: database }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = child.pid ?? 0
  const seen = { processorTime: 0, peakMegabytes: 0 }
  // What comes after the last look is missing, at most a tenth of a second.
  const looking = setInterval(() => {
    seen.processorTime = processorTime(pid)
    seen.peakMegabytes = Math.max(seen.peakMegabytes, peakMemory(pid))
  }, LOOK_EVERY_MS)
  const [output, errors] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit').finally(() => clearInterval(looking)),
  ])
  const { imported } = JSON.parse(output || '{}')
  if (imported !== users) throw new Error(`imported ${imported} of ${users}:\n${errors}`)
  return { ...seen, seconds: (performance.now() - began) / 1000 }
}

/** In megabytes; the operating system keeps the maximum, until the process has ended. */
function peakMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}
