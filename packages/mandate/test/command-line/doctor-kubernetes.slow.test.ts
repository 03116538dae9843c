/** What a pod sees of keys in a Secret: a read-only tmpfs, `0440 root:GROUP`, behind links. */

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execPath, getuid } from 'node:process'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createTestPlace, endTestServer } from '../store/test-places.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runDocument } from './run-command.ts'

const GROUP = 64_123
const place = await createTestPlace()
after(async () => {
  await place.remove()
  await endTestServer()
})

const mayMount = getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0
const skip = mayMount ? false : 'needs root and unshare, of the Debian package util-linux'

/** Runs a command as a user in the group, with a Secret of these files mounted at `mount`. */
function inPod(mount: string, keys: string, command: readonly string[]) {
  const script = `set -e
mount -t tmpfs -o mode=1777 tmpfs "$MOUNT"
mkdir "$MOUNT/..2026"
cp "$KEYS" "$MOUNT/..2026/keys.json"
chown -R root:${GROUP} "$MOUNT/..2026"
chmod 0440 "$MOUNT/..2026/keys.json"
ln -s ..2026 "$MOUNT/..data"
ln -s ..data/keys.json "$MOUNT/keys.json"
mount -o remount,ro "$MOUNT"
exec setpriv --reuid 64123 --regid ${GROUP} --clear-groups "$@"`
  const environment = {
    ...{ PATH: process.env['PATH'], MOUNT: mount, KEYS: keys },
    ...{ MANDATE_DATABASE: place.location, MANDATE_PORT: '0', HOME: '/nonexistent' },
  }
  return spawnSync('unshare', ['--mount', 'sh', '-c', script, 'sh', ...command], {
    encoding: 'utf8',
    cwd: '/',
    env: environment,
  })
}

test('the doctor passes a pod with PostgreSQL and its keys in a read-only Secret', {
  skip,
}, async () => {
  const first = join(temporaryDirectory(), 'first')
  await runDocument(['user', 'create', '--init', 'ada@example.com', '--data', first], {
    environment: { MANDATE_DATABASE: place.location },
  })
  const folder = temporaryDirectory()
  execFileSync('chmod', ['755', folder])
  const mount = join(folder, 'secret')
  mkdirSync(mount)
  const keys = join(folder, 'keys.json')
  cpSync(join(first, 'keys.json'), keys)
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
  const doctor = inPod(mount, keys, [execPath, main, 'doctor', '--data', mount])
  assert.equal(doctor.status, 0, doctor.stdout + doctor.stderr)
  assert.match(
    doctor.stdout,
    /^✓ data +\S+\/secret, read-only, and nothing has to be written there$/m,
  )
  assert.match(doctor.stdout, /^✓ keys +\d keys in /m)

  // Someone else's keys are refused here too.
  const [one] = JSON.parse(readFileSync(keys, 'utf8')).keys
  writeFileSync(keys, JSON.stringify({ current: 'abcdef01', keys: [{ ...one, id: 'abcdef01' }] }))
  const stranger = inPod(mount, keys, [execPath, main, 'doctor', '--data', mount])
  assert.equal(stranger.status, 1)
  assert.match(stranger.stdout, /^✗ keys +The tokens of the database/m)
})
