import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { addFirstSigningKeys, createKeyFile, KeyFileRefused, readKeyFile } from './key-file.ts'
import { keyFilePath } from './place.ts'

const root = mkdtempSync(join(tmpdir(), 'mandate-keys-'))
after(() => rmSync(root, { recursive: true, force: true }))

const source = {
  clock: { now: () => 1_800_000_000 },
  random: (bytes: number) => randomBytes(bytes),
}
let made = 0
const freshPath = () => keyFilePath(join(root, String(made++)))

test('a key file is made once, readable by its owner only, and read as it was made', () => {
  const path = freshPath()
  const { keys } = createKeyFile({ path }, source)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(keys.secrets.get(keys.current)?.length, 32)
  assert.deepEqual(readKeyFile({ path })?.keys.secrets, keys.secrets)
  assert.deepEqual(readdirSync(join(path, '..')), ['keys.json'], 'no draft is left behind')
})

test('of two processes that make a key file at once, both use the one that holds', () => {
  const path = freshPath()
  const first = createKeyFile({ path }, source)
  const second = createKeyFile({ path }, source)
  assert.deepEqual(second.keys.secrets, first.keys.secrets)
})

test('a file of before signing keys existed gets them once, and keeps the rest', () => {
  const path = freshPath()
  const { keys } = createKeyFile({ path }, source)
  const { current, keys: written } = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify({ current, keys: written }))
  assert.deepEqual(readKeyFile({ path })?.sealKeys, [])
  assert.equal(addFirstSigningKeys({ path }, source), true)
  assert.equal(addFirstSigningKeys({ path }, source), false)
  const read = readKeyFile({ path })
  assert.deepEqual(read?.keys, keys)
  assert.deepEqual(
    read?.signingKeys.map(({ type }) => type),
    ['RSA', 'EC'],
  )
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(join(path, '..')), ['keys.json'])
})

test('without a file, there are no keys', () => {
  assert.equal(readKeyFile({ path: freshPath() }), undefined)
})

test('a file that others can read is refused, and the line that it names puts it right', () => {
  const path = freshPath()
  const { keys } = createKeyFile({ path }, source)
  chmodSync(path, 0o644)
  let line = ''
  assert.throws(
    () => readKeyFile({ path }),
    (error) => {
      assert.ok(error instanceof KeyFileRefused)
      line = /can be read by other users of this machine; run: (.*)$/.exec(error.message)?.[1] ?? ''
      return true
    },
  )
  execFileSync('sh', ['-c', line])
  assert.deepEqual(readKeyFile({ path })?.keys.secrets, keys.secrets)
})

test('guessable or duplicate keys are refused', () => {
  const path = freshPath()
  const { keys } = createKeyFile({ path }, source)
  const id = keys.current
  const good = Buffer.from(randomBytes(32)).toString('base64url')
  const other = Buffer.from(randomBytes(32)).toString('base64url')
  const counted = Buffer.from(Array.from({ length: 32 }, (_, index) => index % 8))
  for (const [entries, sentence] of [
    [[[id, 'A'.repeat(43)]], /that is not random/],
    [[[id, counted.toString('base64url')]], /that is not random/],
    [
      [
        [id, good],
        ['00000001', 'q'.repeat(43)],
      ],
      /a key, 00000001, that is not random/,
    ],
    [
      [
        [id, good],
        [id, other],
      ],
      /two keys with the id/,
    ],
    [
      [
        [id, good],
        ['00000001', good],
      ],
      /one secret under two ids/,
    ],
  ] as const) {
    const all = entries.map(([id, secret]) => ({ id, secret, created_at: 1 }))
    writeFileSync(path, JSON.stringify({ current: id, keys: all }))
    assert.throws(() => readKeyFile({ path }), sentence)
  }
})

test('a broken file is refused in one sentence that holds no secret', () => {
  const path = freshPath()
  const { keys } = createKeyFile({ path }, source)
  const whole = readFileSync(path, 'utf8')
  const secret = Buffer.from(keys.secrets.get(keys.current) ?? []).toString('base64url')
  const broken = [
    '',
    whole.slice(0, 60),
    'null',
    '{"current":"00000000","keys":[]}',
    whole.replace(secret, secret.slice(0, 40)),
    whole.replace(`"current": "${keys.current}"`, '"current": "00000000"'),
    whole.replaceAll(keys.current, 'KEY'),
  ]
  for (const text of broken) {
    assert.notEqual(text, whole)
    writeFileSync(path, text)
    assert.throws(
      () => readKeyFile({ path }),
      (error) =>
        error instanceof KeyFileRefused &&
        /put it back from your backup; nothing was changed\.$/.test(error.message) &&
        !error.message.includes(secret.slice(0, 8)),
      text,
    )
    assert.equal(readFileSync(path, 'utf8'), text)
  }
})

test('a directory that cannot be made is refused with what to do', () => {
  const file = join(root, 'a-file')
  writeFileSync(file, '')
  assert.throws(
    () => createKeyFile({ path: join(file, 'data', 'keys.json') }, source),
    /give --data/,
  )
})
