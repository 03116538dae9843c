/**
 * The server keys: data directories that share one database, whose keys it takes and what the others
 * are told; and `mandate keys`.
 */

import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { readKeyFile } from '../../src/keys/key-file.ts'
import { heldKeys } from '../../src/keys/live-keys.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { filledData } from './filled-data.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand, runDocument } from './run-command.ts'

const folder = temporaryDirectory()
const directory = (name: string) => join(folder, name)
const keyFile = (name: string) => join(folder, name, 'keys.json')
const database = join(folder, 'shared.db')
const environment = { MANDATE_DATABASE: database, NO_COLOR: '1' }

interface KeyFileContent {
  current: string
  keys: { id: string; secret: string; created_at: number }[]
}

const newSecret = () => randomBytes(32).toString('base64url')

function keysOf(name: string): KeyFileContent {
  return JSON.parse(readFileSync(keyFile(name), 'utf8'))
}

function writeKeys(name: string, content: KeyFileContent): void {
  mkdirSync(directory(name), { recursive: true })
  writeFileSync(keyFile(name), JSON.stringify(content), { mode: 0o600 })
}

function createUser(name: string, email: string) {
  return runCommand(['user', 'create', '--init', email, '--data', directory(name)], { environment })
}

function noted(): readonly unknown[] {
  const opened = new DatabaseSync(database, { readOnly: true })
  const rows = opened
    .prepare('SELECT id FROM key_ids WHERE active_at IS NOT NULL ORDER BY id')
    .all()
  opened.close()
  return rows.map(({ id }) => id)
}

test('of many that initialize one database with their own keys, one wins and the others say so', async () => {
  const names = ['a', 'b', 'c', 'd']
  // Keys are made before the database, so each has its own by then.
  for (const [index, name] of names.entries()) {
    const id = `1a2b3c4${index}`
    writeKeys(name, { current: id, keys: [{ id, secret: newSecret(), created_at: 1 }] })
  }
  const ended = await Promise.all(names.map((name) => createUser(name, `${name}@example.com`)))
  const won = names.filter((_, index) => ended[index]?.code === 0)
  assert.equal(won.length, 1)
  const [winner = ''] = won
  assert.deepEqual(noted(), [keysOf(winner).current])
  for (const [index, { code, errors }] of ended.entries()) {
    if (code === 0) continue
    assert.equal(code, 1)
    assert.equal(
      errors,
      `mandate: The tokens of the database ${database} are made with the key ${keysOf(winner).current}, ` +
        `which the key file ${keyFile(names[index] ?? '')} does not hold: ` +
        'copy keys.json from the server that has it; nothing was changed.\n',
    )
  }
  mkdirSync(directory('first'))
  copyFileSync(keyFile(winner), keyFile('first'))
})

test('a server, a read-only command and the doctor refuse foreign keys', async () => {
  const id = '99999999'
  writeKeys('stranger', { current: id, keys: [{ id, secret: newSecret(), created_at: 1 }] })
  for (const command of [
    ['serve', '--port', '0'],
    ['grant', 'list'],
    ['user', 'list', '--json'],
  ]) {
    const refused = await runCommand([...command, '--data', directory('stranger')], { environment })
    assert.deepEqual([refused.code, refused.output], [1, ''])
    assert.match(
      refused.errors,
      /^mandate: The tokens of the database [^\n]* does not hold: [^\n]*\n$/,
    )
  }
  const doctor = await runCommand(['doctor', '--data', directory('stranger')], { environment })
  assert.equal(doctor.code, 1)
  assert.match(doctor.output, /^✗ keys +The tokens of the database .* does not hold/m)
  assert.deepEqual(noted(), [keysOf('first').current])
})

test('a second key can be distributed before it is used, and is required once it is', async () => {
  const { current, keys } = keysOf('first')
  const next = { id: 'abcdef01', secret: newSecret(), created_at: 2 }
  writeKeys('second', { current, keys: [...keys, next] })
  assert.equal((await createUser('second', 'before@example.com')).code, 0)
  assert.deepEqual(noted(), [current])
  assert.equal((await createUser('first', 'still@example.com')).code, 0)

  writeKeys('second', { current: next.id, keys: [...keys, next] })
  assert.equal((await createUser('second', 'after@example.com')).code, 0)
  assert.deepEqual(noted(), [current, next.id].toSorted())
  assert.match((await createUser('first', 'late@example.com')).errors, /the key abcdef01, which/)
  const users = await runDocument(['user', 'list', '--data', directory('second')], { environment })
  assert.equal(users['length'], 4)
})

interface ShownKey {
  readonly key_id: string
  readonly kind: string
  readonly state: string
  readonly live_grants?: number
  readonly notes: readonly string[]
}

test('keys are rotated, retired and imported, and say what depends on them', async () => {
  const { data, keys: path, database: file } = await filledData(3)
  const clock = { at: Math.floor(Date.now() / 1000), now: () => clock.at }
  const run = (args: readonly string[], more: { input?: string; atTerminal?: boolean } = {}) =>
    runCommand(['keys', ...args, '--data', data], { clock, ...more })
  const list = async (kind: string): Promise<readonly ShownKey[]> =>
    JSON.parse((await run(['list', '--json'])).output).filter((key: ShownKey) => key.kind === kind)
  const [first] = await list('token')
  assert.equal(first?.state, 'active')
  const old = first.key_id

  const active = await run(['retire', old])
  assert.equal(active.code, 1)
  assert.match(
    active.errors,
    /is in use: put another in its place first: mandate keys rotate --kind/,
  )
  const rotated = await run(['rotate'])
  assert.deepEqual([rotated.code, rotated.errors], [0, ''])
  assert.match(rotated.output, /^The token key [0-9a-f]{8} is in use\.\n/)
  assert.deepEqual(
    (await list('token')).map(({ state, live_grants: grants }) => [state, grants]),
    [
      ['active', undefined],
      ['retiring', 3],
    ],
  )
  assert.match((await run(['list'])).output, /retiring .* 3 live grants depend on it/)

  const early = await run(['retire', old])
  assert.match(early.errors, /may be good until [\d-]+ [\d:]+ UTC: try again then; after a leak:/)
  clock.at += 25 * 60 * 60
  const used = await run(['retire', old])
  assert.match(used.errors, /3 live grants still depend on the key .*--now/)
  const script = await run(['retire', old, '--now'])
  assert.equal(script.code, 2)
  assert.match(script.errors, /3 live grants end at once.* add --yes/)
  const refused = await run(['retire', old, '--now'], { atTerminal: true, input: 'no\n' })
  assert.match(refused.errors, /3 live grants end at once[\s\S]*Nothing was changed\.\n$/)
  const store = await openSqliteStore({ path: file })
  assert.equal((await store.grants.list({}, { limit: 3 })).rows[0]?.revokedAt, null)

  const retired = await run(['retire', old.slice(0, 8), '--now', '--yes', '--json'])
  assert.deepEqual(JSON.parse(retired.output), { key_id: old, retired: true, grants_ended: 3 })
  const { rows } = await store.grants.list({}, { limit: 3 })
  await store.close()
  assert.ok(rows.every(({ revokedAt }) => revokedAt !== null))
  assert.ok(!readFileSync(path, 'utf8').includes(first.key_id.concat('",\n      "secret')))
  assert.deepEqual(
    (await list('token')).map(({ state }) => state),
    ['active', 'retired'],
  )
  assert.equal((await runCommand(['doctor', '--data', data])).output.match(/✗ keys/), null)
  assert.equal((await run(['retire', old])).code, 0, 'once more does no harm')

  for (const [args, sentence] of [
    [['rotate', '--kind', 'tokens'], /--kind is "tokens"; give one of token, seal, signing/],
    [['rotate', '--alg', 'RS256'], /--alg is for signing keys/],
    [['rotate', '--kind', 'signing', '--alg', 'HS256'], /--alg is "HS256"; give one of RS256/],
    [['retire', 'ffffffff'], /There is no key ffffffff; list them with: mandate keys list/],
    [['import', path], /not a private key that can sign here/],
    [['import', join(data, 'nothing')], /cannot be read \(ENOENT\)/],
  ] as const) {
    assert.match((await run(args)).errors, sentence)
  }
  const pem = join(data, 'signing.pem')
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(pem, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  assert.match((await run(['import', pem])).output, /^The EdDSA key [\w-]{43} is in use/)
  assert.match((await run(['import', pem])).errors, /has the key [\w-]{43} already/)
  await run(['rotate', '--kind', 'signing', '--alg', 'EdDSA'])
  assert.deepEqual(
    (await list('EdDSA')).map(({ state, notes }) => [state, notes]),
    [
      ['active', []],
      ['next', ['published for 5 minutes before its first signature']],
    ],
  )
  await run(['rotate', '--kind', 'signing', '--alg', 'EdDSA'])
  assert.deepEqual((await list('EdDSA')).map(({ notes }) => notes[0]?.slice(0, 22)).toSorted(), [
    'a newer key is used in',
    'published for 5 minute',
    undefined,
  ])
  await run(['rotate', '--kind', 'seal'])
  assert.deepEqual(
    (await list('seal')).map(({ state }) => state),
    ['active', 'retiring'],
  )
})

test('the doctor and the list say which servers a key waits for, and the file that lags behind', async () => {
  const { data, keys: path, database: file } = await filledData(0)
  const doctor = async () => (await runCommand(['doctor', '--data', data])).output
  const list = async () => (await runCommand(['keys', 'list', '--data', data])).output
  await runCommand(['keys', 'rotate', '--kind', 'signing', '--alg', 'ES256', '--data', data])
  const old = readFileSync(path, 'utf8')
  const store = await openSqliteStore({ path: file })
  const there = readKeyFile({ path }) ?? assert.fail('the file is there')
  const held = heldKeys(there)
  const lag = { node: 'elsewhere.1.x', held, wanted: [], publishedSeconds: 0, at: 1 } as const
  await store.keys.adopt(lag)
  await runCommand(['keys', 'rotate', '--data', data])
  const next = JSON.parse(readFileSync(path, 'utf8')).current
  assert.match(await list(), RegExp(`${next} +token +next .* waits for 1 of 1 server to hold it`))
  assert.match(await doctor(), RegExp(`✓ keys .*; the key ${next} waits for 1 of 1 server`))

  await store.keys.leave('elsewhere.1.x')
  assert.match(await list(), RegExp(`${next} +token +active`))
  await store.keys.adopt(lag)
  assert.match(await doctor(), RegExp(`✗ keys +1 of 1 servers do not hold the key ${next}`))
  await store.close()
  writeFileSync(path, old)
  assert.match(await doctor(), /✗ keys +The tokens of .* does not hold/)
})

test('keys behind a passphrase or a command serve every command, and a backup of them stays closed', async () => {
  const { data, keys: path, folder: around } = await filledData(1)
  const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    runCommand([...args, '--data', data], { environment: { NO_COLOR: '1', ...environment } })
  const closed = { MANDATE_KEY_PASSPHRASE: 'a long passphrase' }
  assert.match(
    (await run(['doctor'], closed)).output,
    /✗ keys .* is not encrypted.*\n.*keys protect/,
  )
  assert.match((await run(['keys', 'protect'])).errors, /There is no passphrase/)
  assert.equal((await run(['keys', 'protect'], closed)).code, 0)
  assert.match((await run(['grant', 'list'])).errors, /is encrypted: give its passphrase/)
  assert.equal((await run(['grant', 'list'], closed)).code, 0)
  assert.match((await run(['doctor'], closed)).output, /✓ keys/)
  const settings = await run(['settings'], closed)
  assert.match(settings.output, /key_passphrase +\*\*\* +MANDATE_KEY_PASSPHRASE/)
  const short = await run(['settings'], { MANDATE_KEY_PASSPHRASE: 'hunter2' })
  assert.match(short.errors, /MANDATE_KEY_PASSPHRASE is not right; give at least 12 characters/)
  assert.ok(!short.errors.includes('hunter2'))
  const copy = join(around, 'copy.json')
  assert.equal((await run(['backup', '--keys', copy], closed)).code, 0)
  assert.ok(readFileSync(copy, 'utf8').includes('"encrypted"'))
  // The database alone, restored with the copy.
  const backup = join(around, 'backup.db')
  assert.equal((await run(['backup', backup], closed)).code, 0)
  const restored = ['restore', backup, '--keys', copy, '--data', join(around, 'restored')]
  const environment = { NO_COLOR: '1', ...closed }
  assert.equal((await runCommand(restored, { environment })).code, 0)

  const old = join(around, 'old-passphrase.txt')
  writeFileSync(old, `${closed.MANDATE_KEY_PASSPHRASE}\n`)
  assert.equal((await run(['keys', 'protect', '--was', old])).code, 0)
  writeFileSync(copy, readFileSync(path, 'utf8'))
  writeFileSync(path, '')
  const command = { MANDATE_KEY_COMMAND: `cat '${copy}'` }
  assert.equal((await run(['grant', 'list'], command)).code, 0)
  assert.match(
    (await run(['doctor'], command)).output,
    /✓ keys +\d keys in that key_command prints/,
  )
  assert.match((await run(['keys', 'rotate'], command)).errors, /The keys come from the command/)
  const failing = await run(['grant', 'list'], { MANDATE_KEY_COMMAND: 'exit 7' })
  assert.match(failing.errors, /key_command failed, so there are no keys: run it by hand/)
})
