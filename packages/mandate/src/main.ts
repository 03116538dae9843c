#!/usr/bin/env node
/** Wiring only: the command line gets the real clock, chance, terminal and environment. */

import { randomBytes } from 'node:crypto'
import { run } from './cli/program.ts'
import { openTerminal } from './cli/terminal.ts'

// Whoever reads the output may stop reading (`mandate user list | head`); that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2), {
  terminal: openTerminal(process.stdout, process.stderr),
  input: process.stdin,
  clock: { now: () => Math.floor(Date.now() / 1000) },
  random: (bytes) => randomBytes(bytes),
  environment: process.env,
  workingDirectory: process.cwd(),
})
