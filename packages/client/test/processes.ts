/** Real processes of `refreshing-process.ts`, started, awaited and killed by the tests. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { TIMEOUTS, type World } from './world.ts'

export interface Refresher {
  readonly child: ChildProcess
  /** How it ended: everything it printed, and its exit code (null if it was killed). */
  readonly ended: Promise<{ output: string; code: number | null }>
}

/** Refreshes the grant `rounds` times in a process of its own, over the world's file store. */
export function startRefresher(world: World, grantKey: string, rounds: number): Refresher {
  const { directory } = world
  const timeouts = { ...TIMEOUTS, leaseMs: 150 }
  const settings = JSON.stringify({ ...world.options, timeouts, directory, grantKey, rounds })
  const program = new URL('refreshing-process.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [program, settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const ended = Promise.all([text(child.stdout), exit]).then(([output]) => ({
    output,
    code: child.exitCode,
  }))
  return { child, ended }
}
