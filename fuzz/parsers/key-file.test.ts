/** `keys.json`: a file that a disk, an editor or a restore may have damaged. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { KeyFileRefused, readKeyFile } from '../../packages/mandate/src/keys/key-file.ts'
import { textOf } from '../hostile-text.ts'
import { forEvery } from '../runs.ts'

const place = mkdtempSync(join(tmpdir(), 'mandate-fuzz-keys-'))
after(() => rmSync(place, { recursive: true }))
const path = join(place, 'keys.json')
writeFileSync(path, '', { mode: 0o600 })

const SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'
const member = <Value>(usual: Value) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.jsonValue() })
const key = fc.record(
  { id: member('0a1b2c3d'), secret: member(SECRET), created_at: member(1_700_000_000) },
  { requiredKeys: [] },
)
const content = fc.record({
  current: member('0a1b2c3d'),
  keys: fc.oneof(fc.array(fc.oneof(key, fc.jsonValue()), { maxLength: 3 }), fc.jsonValue()),
})
const whole = JSON.stringify({
  current: '0a1b2c3d',
  keys: [{ id: '0a1b2c3d', secret: SECRET, created_at: 1 }],
})
const cut = fc.nat({ max: whole.length }).map((length) => whole.slice(0, length))
const file = fc.oneof(
  fc.json(),
  content.map((one) => JSON.stringify(one)),
  cut,
  textOf('{', '}', '"current"', '"keys"', ':', '[', ']', ',', 'null', SECRET),
)

test('any file is a key ring or is refused, and the refusal shows no secret', () => {
  const read = new Set<boolean>()
  forEvery(file, (text) => {
    writeFileSync(path, text)
    try {
      const { keys } = readKeyFile({ path }) ?? assert.fail('the file is there')
      for (const secret of keys.secrets.values()) assert.equal(secret.length, 32)
      assert.ok(keys.secrets.has(keys.current))
      read.add(true)
    } catch (error) {
      assert.ok(error instanceof KeyFileRefused, String(error))
      assert.ok(!error.message.includes(SECRET))
      read.add(false)
    }
  })
  assert.equal(read.size, 2)
})
