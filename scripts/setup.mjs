// Runs before `npm start`, `npm test` and the other scripts, on whatever Node the machine has:
// installs what package-lock.json names where that has not happened yet. Everything after this
// file runs on the Node that the project pins.

import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const installed = join(root, 'node_modules/.package-lock.json')

function isInstalled() {
  return (
    existsSync(installed) &&
    existsSync(join(root, 'node_modules/.bin/node')) &&
    statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  )
}

if (!isInstalled()) {
  process.stderr.write('First run: installing dependencies (about half a minute) …\n')
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    // Standard output belongs to the command that comes after this one.
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) {
    process.stderr.write('The installation failed; npm says why above. Nothing was started.\n')
    process.exit(1)
  }
}
