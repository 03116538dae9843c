/** Runs `mandate` as people do: as a process of its own, on a temporary directory. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

export const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

interface Surroundings {
  readonly input?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly workingDirectory?: string
}

const places: string[] = []
process.on('exit', () => {
  for (const place of places) rmSync(place, { recursive: true, force: true })
})

/** A directory that is gone after the tests of this file. */
export function temporaryDirectory(): string {
  const place = mkdtempSync(join(tmpdir(), 'mandate-cli-'))
  places.push(place)
  return place
}

/** Runs a command to its end. */
export async function mandate(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  const child = start(args, surroundings)
  child.stdin?.end(surroundings.input ?? '')
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout ?? []),
    text(child.stderr ?? []),
    once(child, 'close'),
  ])
  return { code, output, errors }
}

/** Runs a command with `--json` that has to succeed, and reads its one document. */
export async function document(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Readonly<Record<string, unknown>>> {
  const ended = await mandate([...args, '--json'], surroundings)
  if (ended.code !== 0) throw new Error(`mandate ${args.join(' ')}: ${ended.errors}`)
  return JSON.parse(ended.output)
}

export interface Serving {
  readonly child: ChildProcess
  /** What it has written until now. */
  read(): { readonly output: string; readonly errors: string }
  /** Resolves when a line of its output or errors matches. Rejects where it ends before. */
  until(pattern: RegExp): Promise<RegExpMatchArray>
  /** Sends the signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<number | null>
}

/** Starts a command that runs until it is stopped; the test's end stops it in any case. */
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

function start(args: readonly string[], { environment, workingDirectory }: Surroundings) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('MANDATE_'))
  return spawn(process.execPath, [program, ...args], {
    cwd: workingDirectory ?? tmpdir(),
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}
