import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { after, describe, it, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { grant, insertGrants, redemptionOf } from '../../../test/store/contract/samples.ts'
import {
  administer,
  createTestPlace,
  endTestServer,
  testDatabaseUrl,
} from '../../../test/store/test-places.ts'
import { DatabaseRefused } from '../engine.ts'
import { migrations } from '../migrations/all.ts'
import { isPostgresDatabaseThere, openPostgresEngine, openPostgresStore } from './open.ts'
import { refusal } from './refusal.ts'
import { refuseUnfit } from './server-check.ts'

after(endTestServer)

const withNext = [
  ...migrations,
  { number: migrations.length + 1, name: 'next', text: 'ALTER TABLE grants ADD COLUMN pet TEXT' },
]

/** Whether a statement waits for a lock on the whole table of grants. */
async function isWaitedFor(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT FROM pg_locks WHERE relation = to_regclass('grants')
      AND mode = 'AccessExclusiveLock' AND NOT granted`,
  )
  return rows.length > 0
}

/** An empty schema, its name, and a connection to it. */
async function placeFor(test: TestContext) {
  const { location, remove } = await createTestPlace()
  const client = new pg.Client(location)
  await client.connect()
  test.after(async () => {
    await client.end()
    await remove()
  })
  const tables = async () => {
    const text = 'SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace'
    return (await client.query(text)).rows.map(({ relname }) => relname)
  }
  return { url: location, client, tables }
}

/** The same place with other parameters; the password is never shown. */
async function refuses(
  url: string,
  change: (url: URL) => void,
  { message, patience = 10_000 }: { readonly message: RegExp; readonly patience?: number },
): Promise<void> {
  const changed = new URL(url)
  changed.password = 'opensesame'
  change(changed)
  const place = { url: changed.href, patience }
  await assert.rejects(openPostgresStore(place), sentence(message))
  await assert.rejects(isPostgresDatabaseThere(place), sentence(message))
}

function sentence(message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof DatabaseRefused, String(error))
    assert.match(error.message, message)
    assert.match(error.remedy, /^[A-Z].*\.$/)
    assert.equal(error.cause, undefined)
    assert.doesNotMatch(`${error.message} ${error.remedy} ${error.stack}`, /opensesame/)
    return true
  }
}

describe('opening a PostgreSQL database', () => {
  it('says that the password is wrong', async () => {
    await refuses(await testDatabaseUrl(), () => {}, {
      message: /does not accept the password of the user/,
    })
  })

  it('says that there is no such database', async () => {
    const url = await testDatabaseUrl()
    const { password } = new URL(url)
    const place = (changed: URL) => Object.assign(changed, { password, pathname: '/nowhere' })
    await refuses(url, place, { message: /has no database nowhere\.$/ })
  })

  it('says that the host is unknown', async () => {
    const place = (url: URL) => Object.assign(url, { host: 'nowhere.invalid:5432' })
    await refuses(await testDatabaseUrl(), place, {
      message: /^The host nowhere\.invalid .* is not known\.$/,
    })
  })

  it('says that there is no answer', async () => {
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const { port } = probe.address() as AddressInfo
    probe.close()
    const place = (url: URL) => Object.assign(url, { host: `127.0.0.1:${port}` })
    const said = new RegExp(`^No PostgreSQL server answers at 127\\.0\\.0\\.1:${port}`)
    await refuses(await testDatabaseUrl(), place, { message: said })
  })

  it('limits the wait for a server that says nothing, or speaks another protocol', async (t) => {
    for (const [greeting, said] of [
      [undefined, /did not answer in time\.$/],
      ['HTTP/1.1 400 Bad Request\r\n\r\n', /failed|did not answer in time/],
    ] as const) {
      const stranger = createServer((socket) => {
        socket.on('error', () => {}).resume()
        if (greeting !== undefined) socket.end(greeting)
      }).listen(0, '127.0.0.1')
      t.after(() => stranger.close())
      await once(stranger, 'listening')
      const { port } = stranger.address() as AddressInfo
      const place = (url: URL) => Object.assign(url, { host: `127.0.0.1:${port}` })
      await refuses(await testDatabaseUrl(), place, { message: said, patience: 1_000 })
    }
  })

  it('says that the server does not support TLS', async (t) => {
    const [{ ssl } = {}] = await administer('SHOW ssl')
    if (ssl === 'on') return t.diagnostic('this server speaks TLS')
    const place = (url: URL) => url.searchParams.set('sslmode', 'require')
    await refuses(await testDatabaseUrl(), place, {
      message: /does not speak TLS, and sslmode asks for it\.$/,
    })
  })

  it('says that a certificate cannot be read', async () => {
    const place = (url: URL) =>
      url.searchParams.set('sslrootcert', '/nowhere/ca.pem') ??
      url.searchParams.set('sslmode', 'verify-ca')
    await refuses(await testDatabaseUrl(), place, {
      message: /^A file that the database URL names cannot be/,
    })
  })

  it('says which privilege is missing, and creates nothing', async (t) => {
    const { url, client, tables } = await placeFor(t)
    const name = `test_${randomBytes(6).toString('hex')}`
    const [{ schema } = {}] = (await client.query('SELECT current_schema() AS schema')).rows
    await administer(`CREATE ROLE ${name} LOGIN PASSWORD 'opensesame'`)
    await administer(`GRANT USAGE ON SCHEMA ${schema} TO ${name}`)
    t.after(async () => {
      await administer(`DROP OWNED BY ${name}`)
      await administer(`DROP ROLE ${name}`)
    })
    const place = {
      url: Object.assign(new URL(url), { username: name, password: 'opensesame' }).href,
    }
    await assert.rejects(openPostgresStore(place), sentence(/the user test_\w+ lacks a right/))
    assert.deepEqual(await tables(), [])
    await administer(`REVOKE USAGE ON SCHEMA ${schema} FROM ${name}`)
    await assert.rejects(openPostgresStore(place), sentence(/no schema of the search path/))

    await (await openPostgresStore({ url })).close()
    await administer(`GRANT USAGE ON SCHEMA ${schema} TO ${name}`)
    await assert.rejects(openPostgresStore(place), sentence(/the user test_\w+ lacks a right/))
  })

  it('says that a database belongs to another program, and does not change it', async (t) => {
    for (const table of ['recipes (name TEXT)', 'schema_migrations (version TEXT)']) {
      const { url, client, tables } = await placeFor(t)
      await client.query(`CREATE TABLE ${table}`)
      const before = await tables()
      await assert.rejects(openPostgresStore({ url }), sentence(/belongs to another program\.$/))
      await assert.rejects(isPostgresDatabaseThere({ url }), sentence(/belongs to another program/))
      assert.deepEqual(await tables(), before)
    }
  })

  it('says that the server is a replica, or confirms what it has not stored', async (t) => {
    const { url, tables } = await placeFor(t)
    for (const [setting, said] of [
      ['default_transaction_read_only=on', /is read-only, such as a replica is\.$/],
      ['synchronous_commit=off', /confirms what it has not kept yet: synchronous_commit is off\.$/],
    ] as const) {
      const place = new URL(url)
      place.searchParams.set('options', `${place.searchParams.get('options')} -c ${setting}`)
      await assert.rejects(openPostgresStore({ url: place.href }), sentence(said))
    }
    assert.deepEqual(await tables(), [])
  })

  it('says that the server is too old or does not use UTF-8', () => {
    const fit = {
      blind: null,
      ...{ version: 14, encoding: 'UTF8', read_only: 'off', synchronous_commit: 'on' },
      schema: 'public',
    }
    refuseUnfit('postgres://db/x', fit)
    refuseUnfit('postgres://db/x', { ...fit, version: 18, synchronous_commit: 'remote_apply' })
    const refuse = (change: object) => () => refuseUnfit('postgres://db/x', { ...fit, ...change })
    assert.throws(refuse({ version: 13 }), sentence(/is PostgreSQL 13, .* needs 14 or newer\.$/))
    assert.throws(refuse({ encoding: 'SQL_ASCII' }), sentence(/is encoded in SQL_ASCII/))
  })

  it('says that the disk is full', () => {
    const answered = { severity: 'ERROR', code: '53100' }
    const said = refusal('postgres://jo:opensesame@db/x', Object.assign(new Error('x'), answered))
    assert.ok(sentence(/^There is no room left on the disk of postgres:\/\/db\/x\.$/)(said))
  })

  it('explains errors of a pooler, which has one code for all of them', () => {
    const said = (text: string) => {
      const answered = { severity: 'FATAL', code: '08P01' }
      return refusal('postgres://jo:opensesame@db/x', Object.assign(new Error(text), answered))
    }
    for (const [text, message] of [
      ['password authentication failed', /does not accept the password of the user jo\.$/],
      ['no such database: x', /has no database x\.$/],
      ['no more connections allowed (max_client_conn)', /takes no more connections\.$/],
      ['unsupported startup parameter: options', /^The pooler at db:5432 does not take all/],
      ['server login failed: opensesame', /^The pooler at db:5432 does not lead to PostgreSQL\.$/],
    ] as const) {
      assert.ok(sentence(message)(said(text)), text)
    }
  })

  it('knows whether its tables exist', async (t) => {
    const { url } = await placeFor(t)
    assert.equal(await isPostgresDatabaseThere({ url }), false)
    await (await openPostgresStore({ url })).close()
    assert.equal(await isPostgresDatabaseThere({ url }), true)
  })

  it('creates nothing if it is opened read-only', async (t) => {
    const { url, tables } = await placeFor(t)
    const place = { url, readOnly: true }
    await assert.rejects(openPostgresStore(place), sentence(/is older than this program/))
    assert.deepEqual(await tables(), [])
    const store = await openPostgresStore({ url })
    await insertGrants(store, 1)
    await store.close()
    const reader = await openPostgresStore(place)
    assert.deepEqual((await reader.grants.find(grant.id))?.grant, grant)
    await reader.close()
  })

  it('lets others use a table while it waits for it, however long that takes', async (t) => {
    const { url, client } = await placeFor(t)
    const store = await openPostgresStore({ url, patience: 2_000 })
    await insertGrants(store, 1)
    const observer = new pg.Client(url)
    await observer.connect()
    t.after(() => observer.end())
    await client.query('BEGIN; SELECT FROM grants')
    let migrated = false
    const opening = openPostgresEngine({ url }, withNext).finally(() => {
      migrated = true
    })
    let seen = 0
    // Everybody would queue behind a statement that waits for the whole table.
    for (let generation = 0; seen < 3; generation++) {
      assert.equal(await store.grants.advance(redemptionOf(grant.id, generation)), true)
      assert.equal(migrated, false)
      if (await isWaitedFor(observer)) seen += 1
      await pause(10)
    }
    await client.query('COMMIT')
    await (await opening).close()
    assert.equal((await store.grants.find(grant.id))?.grant.revokedAt, null)
    await store.close()
  })

  it('waits a limited time for a busy table, and then has changed nothing', async (t) => {
    const { url, client } = await placeFor(t)
    await (await openPostgresStore({ url })).close()
    await client.query('BEGIN; LOCK TABLE grants IN ACCESS SHARE MODE')
    const place = { url, patience: 3_000 }
    await assert.rejects(openPostgresEngine(place, withNext), sentence(/are in use/))
    await client.query('COMMIT')
    const { rows } = await client.query('SELECT MAX(number)::int AS newest FROM schema_migrations')
    assert.deepEqual(rows, [{ newest: migrations.length }])
    await (await openPostgresEngine({ url }, withNext)).close()
  })
})
