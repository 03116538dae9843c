/** The machine of a run: figures without this mean nothing to others. */

import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { median } from '../report/statistics.ts'

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGigabytes: number
  readonly system: string
  /** The time to write 4 kB and sync it to disk, in milliseconds; a median. */
  readonly syncMilliseconds: number
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().replace(/-.*$/, '')}`,
    syncMilliseconds: timeOfSync(),
  }
}

/** The load average of the last minute. */
export function loadNow(): number {
  return loadavg()[0] ?? 0
}

/** The versions of installed packages, by name. */
export function versionsOf(names: readonly string[]): Readonly<Record<string, string>> {
  const root = new URL('../../node_modules/', import.meta.url)
  return Object.fromEntries(
    names.map((name) => {
      const text = readFileSync(new URL(`${name}/package.json`, root), 'utf8')
      return [name, String(JSON.parse(text).version)]
    }),
  )
}

function timeOfSync(): number {
  const path = join(tmpdir(), `mandate-bench-sync-${process.pid}`)
  const file = openSync(path, 'w')
  const page = new Uint8Array(4096)
  const times = Array.from({ length: 50 }, () => {
    const started = performance.now()
    writeSync(file, page)
    fdatasyncSync(file)
    return performance.now() - started
  })
  closeSync(file)
  rmSync(path)
  return median(times)
}
