import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createKeyFile, readKeyFile } from '../keys/key-file.ts'
import { keyFilePath } from '../keys/place.ts'
import { keyFileWriter } from './key-file-writer.ts'

const context = {
  clock: { now: () => 1_800_000_000 },
  random: (bytes: number) => randomBytes(bytes),
}

test('a key of each kind is added to the key file, and a broken file is left alone', (t) => {
  const data = mkdtempSync(join(tmpdir(), 'mandate-keys-'))
  t.after(() => rmSync(data, { recursive: true }))
  const path = keyFilePath(data)
  createKeyFile({ path }, context)
  const settings = { data, keyPassphrase: null, keyCommand: null }
  const writer = keyFileWriter(settings, context) ?? assert.fail()
  assert.equal(writer.path, path)
  const added = (['token', 'seal', 'signing'] as const).map((kind) => {
    const result = writer.add(kind)
    return result.is === 'added' ? result.ids : []
  })
  const file = readKeyFile({ path })
  const held = [
    ...(file?.tokenKeys ?? []),
    ...(file?.sealKeys ?? []),
    ...(file?.signingKeys ?? []),
  ].map(({ id }) => String(id))
  assert.ok(added.every((ids) => ids.length > 0 && ids.every((id) => held.includes(id))))

  chmodSync(path, 0o600)
  writeFileSync(path, 'no key file')
  assert.equal(writer.add('token').is, 'refused')
  assert.equal(keyFileWriter({ ...settings, keyCommand: 'cat keys' }, context), undefined)
})
