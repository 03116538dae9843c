import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, describe, it, type TestContext } from 'node:test'
import pg from 'pg'
import { ACT, actAt } from '../../../test/act.ts'
import {
  client,
  grant,
  grantId,
  insertGrants,
  redemptionOf,
} from '../../../test/store/contract/samples.ts'
import { openGate, startUpParameters } from '../../../test/store/database-gate.ts'
import { startEmbeddedServer } from '../../../test/store/embedded-server.ts'
import {
  administer,
  createTestPlace,
  endTestServer,
  testDatabaseUrl,
} from '../../../test/store/test-places.ts'
import { step } from '../engine.ts'
import { StorageUnavailable, type Store } from '../port.ts'
import { addAttempt } from '../queries/attempts.ts'
import { createStore } from '../store.ts'
import { openPostgresEngine, openPostgresStore } from './open.ts'

after(endTestServer)

/** A store with `grants` grants in a schema of its own, and another session in its database. */
async function storeFor(
  test: TestContext,
  { grants = 1, patience = 5_000 }: { grants?: number; patience?: number } = {},
) {
  const { location, remove } = await createTestPlace()
  const gate = await openGate(location)
  const engine = await openPostgresEngine({ url: gate.url, patience })
  const store = createStore(engine)
  const other = new pg.Client(location)
  await other.connect()
  test.after(async () => {
    await other.end()
    await store.close()
    await gate.shut()
    await remove()
  })
  await insertGrants(store, grants)
  return { store, engine, other, gate, location }
}

const generationOf = async (store: Store, number = 1) =>
  (await store.grants.find(grantId(number)))?.grant.generation

/** Resolves when a statement of the engine waits for a lock; returns its process on the server. */
async function blocked(other: pg.Client): Promise<number> {
  for (;;) {
    const { rows } = await other.query(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'mandate'
        AND pg_backend_pid() = ANY (pg_blocking_pids(pid))`,
    )
    if (rows[0] !== undefined) return rows[0].pid
  }
}

describe('the PostgreSQL engine', () => {
  it('lets a locked row delay only units that need that row', async (t) => {
    const { store, other } = await storeFor(t, { grants: 20, patience: 2_000 })
    await other.query(`BEGIN; SELECT 1 FROM grants WHERE id = '${grantId(7)}' FOR UPDATE`)
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1)
    const results = await Promise.allSettled(
      numbers.map((number) => store.grants.advance(redemptionOf(grantId(number), 0))),
    )
    const refused = numbers.filter((_, index) => results[index]?.status === 'rejected')
    assert.deepEqual(refused, [7])
    await other.query('COMMIT')
    assert.equal(await store.grants.advance(redemptionOf(grantId(7), 0)), true)
  })

  it('reads again when the connection breaks', async (t) => {
    const { store, other } = await storeFor(t)
    await other.query('BEGIN; LOCK TABLE grants IN ACCESS EXCLUSIVE MODE')
    const found = store.grants.find(grant.id)
    await other.query(`SELECT pg_terminate_backend(${await blocked(other)})`)
    await blocked(other)
    await other.query('COMMIT')
    assert.equal((await found)?.grant.generation, 0)
  })

  it('writes at most once when the connection breaks, and continues on another', async (t) => {
    const { store, other } = await storeFor(t)
    await other.query(`BEGIN; SELECT 1 FROM grants FOR UPDATE`)
    const lost = store.grants.advance(redemptionOf(grant.id, 0))
    const terminated = blocked(other).then((pid) =>
      other.query(`SELECT pg_terminate_backend(${pid})`),
    )
    await assert.rejects(lost, StorageUnavailable)
    await terminated
    await other.query('COMMIT')
    assert.equal(await generationOf(store), 0)
    assert.equal(await store.grants.advance(redemptionOf(grant.id, 0)), true)
  })

  it('retries the unit that the database chose as the victim of a deadlock', async (t) => {
    const { engine, other } = await storeFor(t)
    const add = (bucket: string) =>
      step(addAttempt, { bucket, at: 1, seconds: 1, most_seconds: 100, latest: 2_000 })
    const lock = (bucket: string) =>
      other.query(`UPDATE attempts SET empty_at = empty_at + 10 WHERE bucket = '${bucket}'`)
    await engine.write([add('a'), add('b')])
    // Whoever has waited long enough checks for the deadlock; this leaves it to the engine.
    await other.query("SET deadlock_timeout = '1min'; BEGIN")
    await lock('b')
    const both = engine.write([add('a'), add('b')])
    await blocked(other)
    await lock('a')
    await other.query('COMMIT')
    assert.equal((await both).flat().length, 2)
    const levels = await other.query('SELECT empty_at FROM attempts')
    assert.deepEqual(
      levels.rows.map(({ empty_at: level }) => Number(level)),
      [13, 13],
    )
  })

  it('limits the time of a statement, and changes nothing when it expires', async (t) => {
    const { store, other } = await storeFor(t, { patience: 1_000 })
    await other.query('BEGIN; LOCK TABLE grants IN ACCESS EXCLUSIVE MODE')
    await assert.rejects(store.grants.find(grant.id), StorageUnavailable)
    await assert.rejects(store.grants.advance(redemptionOf(grant.id, 0)), StorageUnavailable)
    await other.query('COMMIT')
    assert.equal(await generationOf(store), 0)
  })

  it('fails in time when every connection is busy, and recovers', async (t) => {
    const { store, other } = await storeFor(t, { grants: 40, patience: 1_000 })
    await other.query('BEGIN; LOCK TABLE clients IN ACCESS EXCLUSIVE MODE')
    const stuck = Array.from({ length: 40 }, (_, index) => [
      store.clients.update(client.id, { name: String(index) }, ACT),
      store.clients.find(client.id),
    ])
    for (const result of await Promise.allSettled(stuck.flat())) {
      assert.equal(result.status, 'rejected')
      assert.ok(result.reason instanceof StorageUnavailable)
    }
    await other.query('COMMIT')
    assert.deepEqual(await store.clients.find(client.id), client)
  })

  it('is not ready on a server that became a replica', async (t) => {
    const { location } = await storeFor(t)
    const [{ owner } = {}] = await administer('SELECT current_user AS owner')
    const user = `test_${randomBytes(6).toString('hex')}`
    await administer(`CREATE ROLE ${user} LOGIN PASSWORD 'opensesame' IN ROLE ${owner}`)
    const place = Object.assign(new URL(location), { username: user, password: 'opensesame' })
    const store = await openPostgresStore({ url: place.href })
    t.after(async () => {
      await store.close()
      await administer(`DROP ROLE ${user}`)
    })
    await store.ping()
    await administer(`ALTER ROLE ${user} SET default_transaction_read_only = on`)
    await administer(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${user}'`,
    )
    await assert.rejects(store.ping(), /the database is read-only/)
    await assert.rejects(
      store.grants.revoke(grant.id, 'reuse', actAt(1)),
      /it is read-only \(25006\)/,
    )
    await administer(`ALTER ROLE ${user} RESET default_transaction_read_only`)
    await store.grants.revoke(grant.id, 'reuse', actAt(1))
  })

  it('fails at once while the database is unavailable, and recovers without a restart', async (t) => {
    const server = await startEmbeddedServer()
    t.after(() => server.remove())
    const store = await openPostgresStore({ url: server.url })
    t.after(() => store.close())
    await insertGrants(store, 1)
    for (const generation of [0, 1, 2]) {
      assert.equal(await store.grants.advance(redemptionOf(grant.id, generation)), true)
      await server.stop()
      await assert.rejects(store.ping(), StorageUnavailable)
      await assert.rejects(store.grants.find(grant.id), StorageUnavailable)
      const step = redemptionOf(grant.id, generation + 1)
      await assert.rejects(store.grants.advance(step), /did not take part: nobody answers/)
      await server.start()
      assert.equal(await generationOf(store), generation + 1)
    }
  })

  it('sends a single statement without a transaction in its own session, and several between BEGIN and COMMIT', async (t) => {
    const { store, gate } = await storeFor(t)
    // The first connection migrates.
    let before = 0
    const texts = () => simpleQueries(gate.sent.slice(1)).slice(before)
    before = texts().length
    await store.grants.advance(redemptionOf(grant.id, 0))
    await store.grants.find(grant.id)
    assert.deepEqual(texts(), [])
    await store.accounts.setPassword('nobody', 'a hash', ACT)
    const [begin = '', commit, ...more] = texts()
    assert.match(begin, WITH_LIMITS)
    assert.deepEqual([commit, more], ['COMMIT', []])
  })

  for (const unknown of ['refused', 'dropped'] as const) {
    it(`leaves no session state behind a transaction pooler where start-up parameters are ${unknown}`, async (t) => {
      const name = `pooled_${unknown}_${Date.now().toString(36)}`
      await administer(`CREATE DATABASE ${name}`)
      const url = Object.assign(new URL(await testDatabaseUrl()), { pathname: `/${name}` })
      const gate = await openGate(url.href, unknown)
      const store = await openPostgresStore({ url: gate.url })
      t.after(async () => {
        await store.close()
        await gate.shut()
        await administer(`DROP DATABASE ${name} WITH (FORCE)`)
      })
      await insertGrants(store, 3)
      await store.grants.advance(redemptionOf(grant.id, 0))
      await store.grants.find(grant.id)
      await store.clients.delete(client.id, ACT)
      // The first connection migrates.
      const [, ...pooled] = gate.sent.filter((chunks) => chunks.length > 1)
      assert.ok(pooled.length > 0)
      for (const { parameters, messages } of pooled.map((chunks) => read(Buffer.concat(chunks)))) {
        assert.deepEqual(parameters.includes('options'), false)
        const statements = messages.filter(({ type }) => type === 'P')
        for (const { body } of statements) assert.equal(body[0], '\0', 'a statement has a name')
      }
      const texts = simpleQueries(pooled)
      assert.ok(texts.length > 0)
      for (const text of texts) assert.match(text, text === 'COMMIT' ? /COMMIT/ : WITH_LIMITS)
    })
  }
})

const WITH_LIMITS = /^BEGIN ISOLATION LEVEL READ COMMITTED(; SET LOCAL [a-z_]+ = \d+){2}$/
/** The query that a new session runs before it is used. */
const ASKED_FIRST = /current_setting/

/** The text sent to the database, in the order of the connections. */
function simpleQueries(sent: readonly (readonly Buffer[])[]): string[] {
  return sent
    .flatMap((chunks) => read(Buffer.concat(chunks)).messages)
    .filter(({ type }) => type === 'Q')
    .map(({ body }) => body.slice(0, -1))
    .filter((text) => !ASKED_FIRST.test(text))
}

/** The messages that a client has sent (PostgreSQL documentation, section 54.7). */
function read(sent: Buffer) {
  const messages: { type: string; body: string }[] = []
  let place = sent.readInt32BE(0)
  while (place < sent.length) {
    const end = place + 1 + sent.readInt32BE(place + 1)
    const type = String.fromCharCode(sent[place] ?? 0)
    messages.push({ type, body: sent.subarray(place + 5, end).toString() })
    place = end
  }
  return { parameters: startUpParameters(sent), messages }
}
