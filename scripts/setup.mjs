// Runs before `npm start`, `npm test` and the other scripts, on whatever Node the machine has:
// installs what package-lock.json names unless that has already happened. Everything after this
// file runs on the Node that the project pins. With `--omit=dev` (for `npm start`) it leaves out
// what only tests and checks need.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const omitDev = process.argv.includes('--omit=dev')
const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** The packages of a lock file, by path below the root; none if there is no such file. */
function readLock(path) {
  const file = join(root, path)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {}
}

/** Whether a package of the lock file is the Node of this platform, the only one required. */
function isOurNode({ bin, os, cpu }) {
  return (
    bin?.node !== undefined &&
    [os].flat().includes(process.platform) &&
    [cpu].flat().includes(process.arch)
  )
}

/** npm keeps its own record of what it installed; packages for other platforms are not in it. */
function isInstalled() {
  const installed = readLock('node_modules/.package-lock.json')
  return (
    existsSync(join(root, 'node_modules/.bin/node')) &&
    Object.entries(readLock('package-lock.json')).every(
      ([path, entry]) =>
        path === '' ||
        (installed[path]
          ? installed[path].version === entry.version
          : (entry.optional && !isOurNode(entry)) || (omitDev && entry.dev)),
    )
  )
}

if (!isInstalled()) {
  process.stderr.write('Installing dependencies; this takes about half a minute …\n')
  // Not `npm ci`: it refuses a lock file without the optional packages of every platform, and which
  // of them it lists depends on the registry that was used (npm/cli issue 9846). This installs
  // the same versions and leaves the lock file unchanged.
  const which = omitDev ? ['--omit=dev'] : []
  const { status } = spawnSync('npm', ['install', '--no-save', '--loglevel=error', ...which], {
    cwd: root,
    // Standard output belongs to the command that follows.
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) {
    process.stderr.write('The installation failed; npm says why above. Nothing was started.\n')
    process.exit(1)
  }
  if (!existsSync(join(root, 'node_modules/.bin/node'))) {
    process.stderr.write(
      `There is no Node for ${process.platform} ${process.arch} in package-lock.json, or npm leaves ` +
        'optional packages out ("npm config get omit"). Nothing was started.\n',
    )
    process.exit(1)
  }
}
