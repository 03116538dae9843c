import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exposedTo } from './access.ts'

const service = { uid: 1000, groups: [1000, 2000] }
const root = { uid: 0, groups: [0] }
const own = { mode: 0o700, uid: 1000, gid: 1000 }

test('a key file of the service alone is in order', () => {
  const file = { mode: 0o600, uid: 1000, gid: 1000 }
  assert.equal(exposedTo({ file, directory: own }, service), null)
  assert.equal(exposedTo({ file, directory: own }, root), null)
})

test('a key file that every user can read or write is refused, whatever user owns it', () => {
  for (const mode of [0o644, 0o604, 0o602, 0o777, 0o444]) {
    for (const uid of [0, 1000]) {
      const file = { mode, uid, gid: 2000 }
      assert.match(exposedTo({ file, directory: own }, service) ?? '', /other users/)
    }
  }
})

test('a Secret that Kubernetes mounts for the group of the service is in order', () => {
  const file = { mode: 0o440, uid: 0, gid: 2000 }
  const directory = { mode: 0o3777, uid: 0, gid: 2000 }
  assert.equal(exposedTo({ file, directory }, service), null)
  assert.equal(exposedTo({ file, directory: { ...directory, mode: 0o755 } }, service), null)
})

test('a volume whose files Kubernetes gives to the group at each mount is in order', () => {
  const file = { mode: 0o660, uid: 1000, gid: 2000 }
  const directory = { mode: 0o2770, uid: 0, gid: 2000 }
  assert.equal(exposedTo({ file, directory }, service), null)
})

test('a credential that systemd hands over by an access list is in order', () => {
  const file = { mode: 0o440, uid: 0, gid: 0 }
  assert.equal(exposedTo({ file, directory: { mode: 0o550, uid: 0, gid: 0 } }, service), null)
})

test('a file of our own that a group can read is refused: we can close it', () => {
  const file = { mode: 0o640, uid: 1000, gid: 2000 }
  assert.match(exposedTo({ file, directory: own }, service) ?? '', /group/)
})

test('a file that a strange group can read, or a group can write, is refused', () => {
  const strange = { mode: 0o440, uid: 0, gid: 3000 }
  const written = { mode: 0o460, uid: 0, gid: 2000 }
  assert.match(exposedTo({ file: strange, directory: own }, service) ?? '', /group/)
  assert.match(exposedTo({ file: written, directory: own }, service) ?? '', /group/)
})
