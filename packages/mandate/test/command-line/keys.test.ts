/** Data directories that share one database: whose keys it takes, and what the others are told. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
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
