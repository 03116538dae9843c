/**
 * `node_modules/.bin/node scripts/debian/install.ts`: installs missing Debian packages for the programs
 * that slow tests run. Does nothing, and says so, if this user or this
 * machine cannot install; the tests that need them are then skipped.
 */

import { spawnSync } from 'node:child_process'
import { env, getuid, stderr } from 'node:process'
import { missingPackages, type ProgramName, programs } from './programs.ts'

const names = Object.keys(programs) as ProgramName[]
const missing = missingPackages(names)

if (missing.length > 0 && getuid?.() !== 0) {
  stderr.write(`Some slow tests will be skipped; as root: apt-get install ${missing.join(' ')}\n`)
} else if (missing.length > 0) {
  apt('update')
  // One at a time, so that an unavailable package does not block the others.
  for (const name of missing) apt('install', '--yes', '--no-install-recommends', name)
  const left = missingPackages(names)
  if (left.length > 0) stderr.write(`Not to be had here: ${left.join(' ')}\n`)
}

function apt(...parameters: readonly string[]): void {
  spawnSync('apt-get', ['--quiet=2', ...parameters], {
    // Standard output belongs to the tests that follow.
    stdio: ['ignore', 2, 2],
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
