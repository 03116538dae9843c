/** Runs `mandate` as people do, in a separate process; `run-command.ts` is cheaper. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

export const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>
  readonly workingDirectory?: string
}

const places: string[] = []
process.on('exit', () => {
  for (const place of places) rmSync(place, { recursive: true, force: true })
})

/** A directory that is removed after the tests of this file. */
export function temporaryDirectory(): string {
  const place = mkdtempSync(join(tmpdir(), 'mandate-cli-'))
  places.push(place)
  return place
}

export interface Serving {
  readonly child: ChildProcess
  /** Its output so far. */
  read(): { readonly output: string; readonly errors: string }
  /** Resolves when a line of its output or errors matches. Rejects if it exits first. */
  until(pattern: RegExp): Promise<RegExpMatchArray>
  /** Sends the signal and waits for the process to exit. */
  stop(signal: NodeJS.Signals): Promise<number | null>
}

/** Starts a command that runs until it is stopped, at the latest when the test ends. */
export function serving(args: readonly string[], surroundings: Surroundings = {}): Serving {
  const child = start(args, surroundings)
  const written = { output: '', errors: '' }
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    written.output += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    written.errors += chunk
  })
  const closed = once(child, 'close')
  after(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await closed
  })
  return {
    child,
    read: () => ({ ...written }),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = written.output.match(pattern) ?? written.errors.match(pattern)
          if (match !== null) resolve(match)
        }
        child.stdout?.on('data', look)
        child.stderr?.on('data', look)
        child.once('close', () => reject(new Error(`it ended: ${written.errors}`)))
        look()
      }),
    async stop(signal) {
      child.kill(signal)
      const [code] = await closed
      return code
    },
  }
}

/** Runs a command to completion, for tests that need a real process: its clock, its workers. */
export async function runProcess(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  const { child, read } = serving(args, surroundings)
  const [code] = await once(child, 'close')
  return { code, ...read() }
}

function start(args: readonly string[], { environment, workingDirectory }: Surroundings) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('MANDATE_'))
  return spawn(process.execPath, [program, ...args], {
    cwd: workingDirectory ?? tmpdir(),
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
