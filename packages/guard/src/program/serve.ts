/** Starts and stops the program. */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { createGuard } from '../guard.ts'
import { metadataAddress } from '../metadata/document.ts'
import { GuardProblem } from '../problem.ts'
import { readCommand, type ServeSettings } from './arguments.ts'
import { HELP } from './help.ts'
import { createGuardServer } from './server.ts'

/** How long requests under way may take after a signal. */
const STOP_MS = 5_000
const REPEAT_AFTER_MS = 60_000

/** Exit codes: 0 stopped when asked, 1 cannot start, 2 wrong usage. */
export async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2), {
    environment: process.env,
    readFile: (path) => readFileSync(path, 'utf8'),
  })
  if (command.kind === 'help') return void process.stdout.write(HELP)
  if (command.kind === 'wrong') return stop(2, `${command.problem}\nSee mandate-guard --help.`)
  await serve(command.settings).catch((error: Error) => {
    // A `TypeError` names the option of the guard that is wrong.
    stop(error instanceof TypeError ? 2 : 1, startProblem(error, command.settings))
  })
}

async function serve(settings: ServeSettings): Promise<void> {
  const guard = createGuard(settings.guard)
  const { resource } = settings.guard
  const isDescribed = resource !== undefined && metadataAddress(resource) !== undefined
  const { name, scopes } = settings
  const server = createGuardServer({
    guard,
    metadata: isDescribed ? guard.metadata({ name, scopes }) : undefined,
    report: sparingly((problem) => say(`answered 500: ${problem}`)),
  })
  try {
    await guard.ready().catch((error: unknown) => {
      // A wrong setting stays wrong. A server that is not there yet comes, and until then the answer is 503.
      if (!(error instanceof GuardProblem) || LASTING.has(error.code)) throw error
      say(`the server cannot be asked yet, so every check is answered with 503: ${error.message}`)
    })
    server.listen(settings.port, settings.host)
    await once(server, 'listening')
  } catch (error) {
    guard.close()
    throw error
  }
  const { address, family, port } = server.address() as AddressInfo
  const host = family === 'IPv6' ? `[${address}]` : address
  process.stdout.write(
    `mandate-guard: ask at http://${host}:${port}/check; tokens are from ${settings.guard.issuer}\n`,
  )
  if (resource === undefined) {
    say('without --resource, tokens for any API of this server are taken')
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => server.closeAllConnections(), STOP_MS).unref()
      server.close(() => guard.close())
      server.closeIdleConnections()
    })
  }
}

const LASTING: ReadonlySet<string> = new Set(['metadata_wrong', 'credentials_refused'])

function startProblem(error: NodeJS.ErrnoException, { host, port }: ServeSettings): string {
  if (error.code === 'EADDRINUSE') return `port ${port} is in use: choose another one with --port`
  if (error.code === 'EACCES') return `port ${port} needs more rights: choose one above 1023`
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `--host is "${host}", which is no address of this machine`
  }
  return error.message
}

function sparingly(write: (line: string) => void): (line: string) => void {
  const told = new Map<string, number>()
  return (line) => {
    const now = performance.now()
    const before = told.get(line)
    if (before !== undefined && now - before < REPEAT_AFTER_MS) return
    // A line can quote a stranger, so there is no end of different ones.
    if (told.size >= 100) told.clear()
    told.set(line, now)
    write(line)
  }
}

function say(line: string): void {
  process.stderr.write(`mandate-guard: ${line}\n`)
}

function stop(code: 1 | 2, line: string): void {
  say(line)
  process.exitCode = code
}
