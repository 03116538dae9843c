/** Programs that the Mandate adapter runs: the command line, the server, the sample API. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const mandateProgram = fileURLToPath(new URL('../../packages/mandate/src/main.ts', import.meta.url))
const apiProgram = fileURLToPath(new URL('../../examples/api/src/main.ts', import.meta.url))

export interface Running {
  /** The URL at which it can be reached. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Runs a command of Mandate with `--json`. Returns its document; a refusal (exit 1) rejects. */
export async function mandate(
  args: readonly string[],
  input = '',
): Promise<Readonly<Record<string, unknown>>> {
  const child = spawn(process.execPath, [mandateProgram, ...args, '--json'], {
    ...surroundings(),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(input)
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  if (code === 1) throw new CommandFailed(errors.trim())
  if (code !== 0) throw new Error(`mandate ${args.slice(0, 2).join(' ')}: ${errors}`)
  return JSON.parse(output)
}

export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
}

/** `mandate serve`, with its output kept in a file. */
export function serveMandate(args: readonly string[], log: string): Promise<Running> {
  return start(spawnProgram([mandateProgram, 'serve', '--json', ...args]), {
    log,
    ready: /^\{"issuer":"([^"]+)"/m,
  })
}

/** The sample API, which accepts the bearer tokens of an issuer. */
export function serveApi(args: readonly string[], secret: string): Promise<Running> {
  return start(spawnProgram([apiProgram, ...args], { API_CLIENT_SECRET: secret }), {
    log: '/dev/null',
    ready: / on (http:[^ ,]+), .*\n/,
  })
}

function spawnProgram(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const { cwd, env } = surroundings()
  return spawn(process.execPath, args, {
    cwd,
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function start(
  child: ChildProcess,
  { log, ready }: { readonly log: string; readonly ready: RegExp },
): Promise<Running> {
  const file = createWriteStream(log)
  const ended = once(child, 'close')
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  child.stderr?.pipe(file, { end: false })
  child.stdout?.pipe(file, { end: false })
  const url = await new Promise<string>((resolve, reject) => {
    let read = ''
    let errors = ''
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk
    })
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      read += chunk
      const [, found] = ready.exec(read) ?? []
      if (found !== undefined) resolve(found)
    })
    child.once('close', () => reject(new Error(`the program ended: ${errors}`)))
  })
  return {
    url,
    async stop() {
      process.off('exit', killed)
      child.kill('SIGTERM')
      await ended
      file.end()
    },
  }
}

/** Without any of the caller's settings. */
function surroundings() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('MANDATE_'))
  return { cwd: tmpdir(), env: Object.fromEntries(kept) }
}
