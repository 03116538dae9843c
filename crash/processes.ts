/** Processes of the laboratory: each is killed by its own id, and none outlives it. */

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
  /** The file that its errors, and its output unless it is read, are appended to. */
  readonly log?: string
  /** The program that runs it, if not directly. */
  readonly under?: readonly [string, ...string[]]
}

/** Starts Node without any of the caller's Mandate settings. */
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

/** Runs a command of Mandate with `--json` to completion, and parses its document. */
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
