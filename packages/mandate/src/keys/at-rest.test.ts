import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { encryptText } from './at-rest.ts'
import {
  addKey,
  createKeyFile,
  KeyFileRefused,
  protectKeyFile,
  readKeyFile,
  readKeyFileLater,
} from './key-file.ts'

const root = mkdtempSync(join(tmpdir(), 'mandate-keys-'))
after(() => rmSync(root, { recursive: true, force: true }))
const random = (bytes: number) => randomBytes(bytes)
const source = { clock: { now: () => 1_800_000_000 }, random }
const passphrase = 'a long passphrase'

/** The sentence of a refusal; it never has a secret. */
function refusalOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    assert.ok(error instanceof KeyFileRefused, String(error))
    assert.ok(!error.message.includes(passphrase))
    return error.message
  }
  return assert.fail('nothing was refused')
}

test('a key file with a passphrase says nothing without it, and is written encrypted ever after', () => {
  const place = { path: join(root, 'one', 'keys.json'), passphrase }
  const made = createKeyFile(place, source)
  const [key] = made.tokenKeys
  const hidden = () => {
    const text = readFileSync(place.path, 'utf8')
    assert.deepEqual(Object.keys(JSON.parse(text)), ['encrypted'])
    assert.ok(!text.includes(Buffer.from(key?.secret ?? '').toString('base64url')))
    return text
  }
  const first = hidden()
  addKey(place, 'seal', source)
  const second = hidden()
  assert.notEqual(JSON.parse(first).encrypted.nonce, JSON.parse(second).encrypted.nonce)
  assert.equal(statSync(place.path).mode & 0o777, 0o600)
  assert.deepEqual(readKeyFile(place)?.tokenKeys, made.tokenKeys)

  assert.match(
    refusalOf(() => readKeyFile({ path: place.path })),
    /is encrypted: give its passphrase/,
  )
  const wrong = () => readKeyFile({ ...place, passphrase: 'another passphrase' })
  assert.match(refusalOf(wrong), /cannot be decrypted with the passphrase in the setting/)
  const { encrypted } = JSON.parse(second)
  for (const changed of [
    { ...encrypted, text: `A${encrypted.text.slice(1)}` },
    { ...encrypted, text: '' },
    { ...encrypted, nonce: '' },
    { ...encrypted, n: 2 ** 40 },
    { ...encrypted, n: 3 },
    { ...encrypted, kdf: 'none' },
  ]) {
    writeFileSync(place.path, JSON.stringify({ encrypted: changed }))
    refusalOf(() => readKeyFile(place))
  }
})

test('the passphrase of a file is set, changed and taken away', () => {
  const path = join(root, 'two', 'keys.json')
  const plain = createKeyFile({ path }, source)
  protectKeyFile({ path, passphrase }, null, random)
  assert.deepEqual(readKeyFile({ path, passphrase }), plain)
  const newer = { path, passphrase: 'a newer passphrase' }
  assert.match(
    refusalOf(() => protectKeyFile(newer, 'not the old one', random)),
    /cannot be decrypted/,
  )
  protectKeyFile(newer, passphrase, random)
  assert.deepEqual(readKeyFile(newer), plain)
  protectKeyFile({ path }, newer.passphrase, random)
  assert.deepEqual(readKeyFile({ path }), plain)
})

test('a command prints the keys, in plain or encrypted, and its failures show nothing', async () => {
  const path = join(root, 'three', 'keys.json')
  const made = createKeyFile({ path }, source)
  const command = `cat '${path}'`
  const place = { path: 'that key_command prints', command }
  assert.deepEqual(readKeyFile(place), made)
  assert.deepEqual(await readKeyFileLater(place), made)
  assert.match(
    refusalOf(() => addKey(place, 'token', source)),
    /come from the command/,
  )
  const secret = readFileSync(path, 'utf8')
  for (const failing of [`${command}; exit 3`, 'no-such-program 2>/dev/null']) {
    const refusal = refusalOf(() => readKeyFile({ ...place, command: failing }))
    assert.match(refusal, /key_command failed/)
    assert.ok(!refusal.includes(secret.slice(2, 20)))
    await assert.rejects(readKeyFileLater({ ...place, command: failing }), KeyFileRefused)
  }
  assert.match(
    refusalOf(() => readKeyFile({ ...place, command: 'echo' })),
    /prints is not JSON/,
  )
  writeFileSync(path, encryptText(secret, passphrase, random))
  assert.deepEqual(readKeyFile({ ...place, passphrase }), made)
  assert.equal(execFileSync('sh', ['-c', command], { encoding: 'utf8' }).includes('"keys"'), false)
})
