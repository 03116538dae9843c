#!/usr/bin/env node
/** Wiring only: the command line gets the real clock, chance, terminal and environment. */

// First of all: it ends the process with a sentence where this Node is too old for the imports below.
import './start.cjs'
import { randomBytes } from 'node:crypto'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Halves the time to start. The cache lies beside the code: anybody who can write there can change the
// code as well. Only what is imported after this line is cached.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/mandate', import.meta.url)))
const { run } = await import('./cli/program.ts')
const { unreadPostgresVariables } = await import('./settings/postgres-variables.ts')
const { openTerminal } = await import('./cli/terminal.ts')
const { stopSignal } = await import('./runtime/stop-signal.ts')

// The reader of the output may stop reading (`mandate user list | head`); that is no error.
let unwritten: string | undefined
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') unwritten ??= code ?? 'unknown'
})
// There is nobody left to tell.
process.stderr.on('error', () => {})

const environment = { ...process.env }
// The driver of PostgreSQL reads them by itself; the setting `database` alone says what holds.
for (const variable of unreadPostgresVariables(environment)) delete process.env[variable]

const argv = process.argv.slice(2)
process.exitCode = await run(argv, {
  terminal: openTerminal(process.stdout, process.stderr),
  input: process.stdin,
  clock: { now: () => Math.floor(Date.now() / 1000) },
  random: (bytes) => randomBytes(bytes),
  environment,
  workingDirectory: process.cwd(),
  stopSignal,
})
// A file tells of its errors a moment later. A server has its own way with them (`log/`).
await new Promise(setImmediate)
if (unwritten !== undefined && argv[0] !== 'serve') {
  process.stderr.write(
    `mandate: The command has run, but its answer cannot be written (${unwritten}): make room where standard output goes.\n`,
  )
  process.exitCode = 1
}
// A pipe that nobody reads would keep a server's process alive.
if (argv[0] === 'serve' || argv[0] === 'demo') setTimeout(() => process.exit(), 1_000).unref()
