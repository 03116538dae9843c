#!/usr/bin/env node
/** Only wiring: passes the real clock, randomness, terminal and environment to the command line. */

// Must come first: exits with a message if this Node is too old for the imports below.
import './start.cjs'
import { randomBytes } from 'node:crypto'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Halves the startup time. The cache is next to the code, where anyone who can write can change the
// code as well. Only later imports are cached.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/mandate', import.meta.url)))
const { run } = await import('./cli/program.ts')
const { unreadPostgresVariables } = await import('./settings/postgres-variables.ts')
const { openTerminal } = await import('./cli/terminal.ts')
const { stopSignal } = await import('./runtime/stop-signal.ts')

// The reader may stop early (`mandate user list | head`); that is not an error.
let unwritten: string | undefined
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') unwritten ??= code ?? 'unknown'
})
// There is nowhere left to report it.
process.stderr.on('error', () => {})

const environment = { ...process.env }
// The PostgreSQL driver reads these on its own, but only the setting `database` counts.
for (const variable of unreadPostgresVariables(environment)) delete process.env[variable]

const argv = process.argv.slice(2)
// Whoever collects the log of a server gets standard error too, and no line may be prose.
const logsErrors = argv[0] === 'serve' && !process.stdout.isTTY && !process.stderr.isTTY
if (logsErrors) {
  const { logEarlyEvents } = await import('./log/process-events.ts')
  logEarlyEvents(process.stderr)
}
process.exitCode = await run(argv, {
  terminal: openTerminal(process.stdout, process.stderr),
  input: process.stdin,
  clock: { now: () => Math.floor(Date.now() / 1000) },
  random: (bytes) => randomBytes(bytes),
  environment,
  workingDirectory: process.cwd(),
  stopSignal,
  logsErrors,
})
// A file reports write errors a moment later. A server handles them in `log/`.
await new Promise(setImmediate)
if (unwritten !== undefined && argv[0] !== 'serve') {
  process.stderr.write(
    `mandate: The command has run, but its answer cannot be written (${unwritten}): make room where standard output goes.\n`,
  )
  process.exitCode = 1
}
// An unread pipe would keep a server's process alive.
if (argv[0] === 'serve' || argv[0] === 'demo') setTimeout(() => process.exit(), 1_000).unref()
