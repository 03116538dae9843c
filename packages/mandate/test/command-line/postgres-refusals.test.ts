/** What prevents a start on PostgreSQL: one sentence, exit 1, and nothing was changed. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { administer, createTestPlace, endTestServer } from '../store/test-places.ts'
import { temporaryDirectory } from './mandate-process.ts'
import { runCommand } from './run-command.ts'

const place = await createTestPlace()
after(async () => {
  await place.remove()
  await endTestServer()
})

/** The sentence with which a server refuses to start; it makes no data directory. */
async function refusalOf(database: string, command = ['serve', '--port', '0']): Promise<string> {
  const data = join(temporaryDirectory(), 'data')
  const environment = { MANDATE_DATABASE: database }
  const ended = await runCommand([...command, '--data', data], { environment })
  assert.deepEqual([ended.code, ended.output], [1, ''])
  assert.match(ended.errors, /^mandate: [^\n]+\n$/)
  assert.equal(existsSync(data), false)
  const password = URL.canParse(database) ? new URL(database).password : ''
  if (password !== '') assert.equal(ended.errors.includes(password), false)
  return ended.errors
}

function changed(change: (url: URL) => void, location = place.location): string {
  const url = new URL(location)
  change(url)
  return url.href
}

async function relationsIn(location: string): Promise<number> {
  const client = new pg.Client(location)
  await client.connect()
  const { rows } = await client.query(
    'SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace',
  )
  await client.end()
  return rows.length
}

test('a wrong URL, host, database or password is named, and nothing is made', async () => {
  const set = (change: Partial<URL>) => changed((url) => Object.assign(url, change))
  const cases: readonly (readonly [string, RegExp])[] = [
    [set({ password: 'opensesame' }), /does not accept the password of the user \w+: correct/],
    [set({ pathname: '/nowhere' }), /has no database nowhere: create it/],
    ['postgres://', /give it with the name of the database/],
  ]
  const said = await Promise.all(cases.map(([database]) => refusalOf(database)))
  for (const [index, [, expected]] of cases.entries()) assert.match(said[index] ?? '', expected)
  // A server would wait for these databases.
  const list = ['user', 'list']
  assert.match(
    await refusalOf(set({ host: 'nowhere.invalid:5432' }), list),
    /The host nowhere\.invalid .* is not known: correct/,
  )
  assert.match(
    await refusalOf(set({ host: '127.0.0.1:1' }), list),
    /No PostgreSQL server answers at 127\.0\.0\.1:1 .*: start it/,
  )
  assert.equal(await relationsIn(place.location), 0)
})

test('a user who may not create tables is told which privileges are needed', async (t) => {
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(`CREATE ROLE ${name} LOGIN PASSWORD 'opensesame'`)
  t.after(async () => {
    await administer(`DROP OWNED BY ${name}`)
    await administer(`DROP ROLE ${name}`)
  })
  const client = new pg.Client(place.location)
  await client.connect()
  const { rows } = await client.query('SELECT current_schema() AS schema')
  await client.query(`GRANT USAGE ON SCHEMA ${rows[0]?.schema} TO ${name}`)
  await client.end()
  const as = { username: name, password: 'opensesame' }
  const empty = changed((url) => Object.assign(url, as))
  assert.match(await refusalOf(empty), /the user test_\w+ lacks a right that is needed: let this/)
  assert.equal(await relationsIn(place.location), 0)
})

test('a replica, and a server that confirms writes it has not kept, are refused', async () => {
  const setting = (text: string) =>
    changed((url) => {
      url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c ${text}`)
    })
  const said = await Promise.all([
    refusalOf(setting('default_transaction_read_only=on')),
    refusalOf(setting('synchronous_commit=off')),
  ])
  assert.match(said[0], /is read-only, such as a replica is: name the primary server\.$/m)
  assert.match(said[1], /synchronous_commit is off: run ALTER DATABASE/)
  assert.equal(await relationsIn(place.location), 0)
})

test('a PostgreSQL server that is too old is refused before it is asked anything', async (t) => {
  const asked: string[] = []
  const server = createServer((socket) =>
    answerAsVersion13(
      socket.on('error', () => {}),
      asked,
    ),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const said = await refusalOf(`postgres://jo:opensesame@127.0.0.1:${address.port}/mandate`)
  assert.match(said, /is PostgreSQL 13, and this program needs 14 or newer: upgrade the server/)
  assert.ok(asked.length > 0)
  for (const text of asked) assert.match(text, /^\s*SELECT\b/)
})

/** As much of PostgreSQL's protocol (documentation, chapter 54) as one query needs. */
function answerAsVersion13(socket: Socket, asked: string[]): void {
  const state = {
    ...{ version: '13', encoding: 'UTF8', read_only: 'off', synchronous_commit: 'on' },
    schema: 'public',
  }
  const ready = message('Z', Buffer.from('I'))
  let started = false
  socket.on('data', (chunk: Buffer) => {
    if (!started) {
      started = true
      socket.write(Buffer.concat([message('R', int32(0)), ready]))
      return
    }
    if (chunk.toString('latin1', 0, 1) !== 'Q') return
    asked.push(chunk.toString('utf8', 5, chunk.length - 1))
    const names = Object.keys(state).map((name) =>
      Buffer.concat([text(name), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]),
    )
    const values = Object.values(state).map((value) =>
      Buffer.concat([int32(value.length), Buffer.from(value)]),
    )
    socket.write(
      Buffer.concat([
        message('T', Buffer.concat([int16(names.length), ...names])),
        message('D', Buffer.concat([int16(values.length), ...values])),
        message('C', text('SELECT 1')),
        ready,
      ]),
    )
  })
}

function message(kind: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body])
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`)
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeInt16BE(value)
  return buffer
}
