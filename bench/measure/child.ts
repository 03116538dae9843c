/**
 * A program in a separate process that talks to this one over Node's channel: it says once that it
 * is ready, and then answers questions, one at a time.
 */

import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Child<Ready> {
  readonly pid: number
  readonly ready: Ready
  /** From the start of the process until it is ready, in milliseconds. */
  readonly startup: number
  /** Rejects with the child's error message, or when it exits. */
  ask<Answer>(question: unknown): Promise<Answer>
  /** Asks it to exit, and waits for that. */
  stop(): Promise<void>
}

export interface ChildOptions {
  readonly args?: readonly string[]
  /** In addition to those of this process. */
  readonly environment?: Readonly<Record<string, string>>
  /** A folder for a processor profile, written when the child exits. */
  readonly profile?: string | undefined
}

/** Those running; whatever ends this process ends them too. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Their standard error, which matters only if one fails. */
const complaints = new WeakMap<ChildProcess, string>()
const ENOUGH = 10_000

const production = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' }

/** Runs a script next to `bench/main.ts`, by its path in `bench/`, under this Node. */
export async function startChild<Ready>(
  script: string,
  options: ChildOptions = {},
): Promise<Child<Ready>> {
  const started = performance.now()
  const child = fork(fileURLToPath(new URL(`../${script}`, import.meta.url)), options.args ?? [], {
    execArgv: profileFlags(options.profile),
    env: { ...production, ...options.environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  watch(child)
  const ask = asker(child, script)
  const { ready } = await ask<{ ready: Ready }>(undefined)
  const startup = performance.now() - started
  const pid = pidOf(child)
  return {
    ...{ pid, ready, startup },
    ask: async <Answer>(question: unknown) => (await ask<{ done: Answer }>(question ?? null)).done,
    stop: () => stop(child),
  }
}

/** Runs the script at `path`; it is ready when it prints a line of JSON. */
export async function startProgram<Ready>(
  path: string,
  options: ChildOptions = {},
): Promise<Omit<Child<Ready>, 'ask'>> {
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [...profileFlags(options.profile), path, ...(options.args ?? [])],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...production, ...options.environment },
    },
  )
  watch(child)
  for await (const line of createInterface({ input: child.stdout })) {
    const startup = performance.now() - started
    child.stdout.resume()
    return { pid: pidOf(child), ready: JSON.parse(line), startup, stop: () => stop(child) }
  }
  throw new Error(`${path} ended before it was ready:\n${complaints.get(child) ?? ''}`)
}

function watch(child: ChildProcess): void {
  running.add(child)
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    complaints.set(child, ((complaints.get(child) ?? '') + chunk).slice(-ENOUGH))
  })
  child.once('exit', () => running.delete(child))
}

function profileFlags(folder: string | undefined): string[] {
  return folder === undefined
    ? []
    : ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=250']
}

/** The question undefined is not sent: its answer comes without asking. */
function asker(child: ChildProcess, name: string) {
  return <Answer>(question: unknown): Promise<Answer> => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const ended = (code: number | null) => {
      reject(new Error(`${name} ended with ${code}:\n${complaints.get(child) ?? ''}`))
    }
    child.once('exit', ended)
    child.once('message', (message: { failed?: string }) => {
      child.off('exit', ended)
      if (message.failed === undefined) resolve(message as Answer)
      else reject(new Error(message.failed))
    })
    if (question !== undefined) child.send(question as object)
    return promise
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('a process did not start')
  return pid
}
