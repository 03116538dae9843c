/** A server in a separate process, and its resource usage according to the operating system. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

export interface Served {
  readonly port: number
  /** Processor time so far, user and system, all threads, in microseconds. */
  processorTime(): number
  /** Resident memory in megabytes. */
  memory(): number
  stop(): Promise<void>
}

/** Linux counts processor time in ticks of 10 ms (`getconf CLK_TCK`). */
const TICK_MICROSECONDS = 10_000

/** Starts a script under this Node; `portFrom` extracts the port from the first line it prints. */
export async function serve(
  script: string,
  options: {
    readonly args: readonly string[]
    readonly portFrom: (line: string) => number
  },
): Promise<Served> {
  const child = spawn(process.execPath, [script, ...options.args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await firstPort(child, options.portFrom)
  const { pid } = child
  if (pid === undefined) throw new Error(`${script} has no process`)
  return {
    port,
    processorTime: () => processorTimeOf(pid),
    memory: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

function processorTimeOf(pid: number): number {
  // The second field is the name in parentheses and may contain spaces; utime is the 14th.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS
}

async function firstPort(child: ChildProcess, portFrom: (line: string) => number): Promise<number> {
  if (child.stdout === null) throw new Error('the process has no standard output')
  for await (const line of createInterface({ input: child.stdout })) {
    return portFrom(line)
  }
  throw new Error('the server ended before it was ready')
}
