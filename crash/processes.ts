/** Processes of the laboratory: each is ended by its own id, and none outlives it. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const mandateProgram = fileURLToPath(new URL('../packages/mandate/src/main.ts', import.meta.url))

const alive = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

export interface Start {
  /** Arguments for Node: options, the program, its arguments. */
  readonly args: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Where its errors and, unless they are read, its output go; added to what is there. */
  readonly log?: string
  /** Run by this program instead of directly. */
  readonly under?: readonly [string, ...string[]]
}

/** Starts Node with none of the caller's own settings for Mandate. */
export function startNode({ args, environment = {}, log, under }: Start): ChildProcess {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('MANDATE_'))
  const errors = log === undefined ? 'pipe' : openSync(log, 'a', 0o600)
  const [program, ...before] = under ?? [process.execPath]
  const rest = under === undefined ? [] : [process.execPath]
  const child = spawn(program, [...before, ...rest, ...args], {
    cwd: tmpdir(),
    env: { ...Object.fromEntries(kept), ...environment },
    stdio: ['pipe', 'pipe', errors],
  })
  if (typeof errors === 'number') closeSync(errors)
  // A process that was killed cannot read any more.
  child.stdin?.on('error', () => {})
  alive.add(child)
  child.once('exit', () => alive.delete(child))
  return child
}

/** Runs a command of Mandate with `--json` to its end, and reads its document. */
export async function mandate(
  args: readonly string[],
  { environment = {}, input = '' }: { environment?: Record<string, string>; input?: string } = {},
): Promise<Readonly<Record<string, unknown>>> {
  const child = startNode({ args: [mandateProgram, ...args, '--json'], environment })
  child.stdin?.end(input)
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout ?? Readable.from([])),
    text(child.stderr ?? Readable.from([])),
    once(child, 'close'),
  ])
  if (code !== 0) throw new Error(`mandate ${args.slice(0, 2).join(' ')}: ${errors}`)
  return JSON.parse(output)
}

/** The arguments for Node that make it a server. `before` are options of Node itself. */
export function serving(before: readonly string[], flags: readonly string[]): readonly string[] {
  return [...before, mandateProgram, 'serve', '--json', '--log-level', 'warn', ...flags]
}
