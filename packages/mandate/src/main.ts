#!/usr/bin/env node
/** Wiring only: the command line gets the real clock, chance, terminal and environment. */

import { randomBytes } from 'node:crypto'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Halves the time to start. The cache lies beside the code: whoever may write there may change the
// code as well. Only what is imported after this line is cached.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/mandate', import.meta.url)))
const { run } = await import('./cli/program.ts')
const { unreadPostgresVariables } = await import('./settings/postgres-variables.ts')
const { openTerminal } = await import('./cli/terminal.ts')

// Whoever reads the output may stop reading (`mandate user list | head`); that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const environment = { ...process.env }
// The driver of PostgreSQL reads them by itself; the setting `database` alone says what holds.
for (const variable of unreadPostgresVariables(environment)) delete process.env[variable]

process.exitCode = await run(process.argv.slice(2), {
  terminal: openTerminal(process.stdout, process.stderr),
  input: process.stdin,
  clock: { now: () => Math.floor(Date.now() / 1000) },
  random: (bytes) => randomBytes(bytes),
  environment,
  workingDirectory: process.cwd(),
})
