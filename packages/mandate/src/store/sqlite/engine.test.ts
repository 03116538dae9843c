import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it, type TestContext } from 'node:test'
import { ACT } from '../../../test/act.ts'
import {
  account,
  grant,
  grantId,
  insertGrants,
  redemptionOf,
} from '../../../test/store/contract/samples.ts'
import { migrations } from '../migrations/all.ts'
import { StorageUnavailable } from '../port.ts'
import { createStore } from '../store.ts'
import { createSqliteEngine } from './engine.ts'
import { migrate } from './migrate.ts'
import { openSqliteEngine, openSqliteStore } from './open.ts'

describe('the SQLite engine', () => {
  it('serves reads and lets writes wait while another program holds the lock', async (t) => {
    const path = placeFor(t)
    const store = await openSqliteStore({ path })
    await insertGrants(store, 1)
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    let settled = false
    const advance = store.grants.advance(redemptionOf(grant.id, 0)).finally(() => {
      settled = true
    })
    for (let turn = 0; turn < 5; turn++) {
      assert.equal((await store.grants.find(grant.id))?.grant.generation, 0)
    }
    assert.equal(settled, false)
    other.exec('ROLLBACK')
    assert.equal(await advance, true)
    other.close()
    await store.close()
  })

  it('is unavailable if the lock is not released in time', async (t) => {
    const path = placeFor(t)
    const store = await openSqliteStore({ path, patience: 20 })
    await insertGrants(store, 1)
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    await assert.rejects(store.grants.advance(redemptionOf(grant.id, 0)), StorageUnavailable)
    other.exec('ROLLBACK')
    other.close()
    assert.equal(await store.grants.advance(redemptionOf(grant.id, 0)), true)
    await store.close()
  })

  it('loses nothing acknowledged when the disk is full, and recovers when there is room', async (t) => {
    const database = new DatabaseSync(placeFor(t))
    database.exec('PRAGMA journal_mode = WAL')
    migrate(database, 'test', { known: migrations, now: 0 })
    const store = createStore(createSqliteEngine(database))
    await insertGrants(store, 1)
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count'])
    database.exec(`PRAGMA max_page_count = ${pages + 4}`)

    const ids = Array.from({ length: 200 }, (_, index) => grantId(index + 10))
    const results: [id: string, kept: boolean][] = []
    for (let place = 0; place < ids.length; place += 10) {
      const batch = ids.slice(place, place + 10)
      const settled = await Promise.allSettled(
        batch.map((id) => store.grants.insert({ ...grant, id }, ACT)),
      )
      for (const [index, result] of settled.entries()) {
        if (result.status === 'rejected') assert.ok(result.reason instanceof StorageUnavailable)
        results.push([batch[index] ?? '', result.status === 'fulfilled'])
      }
    }
    const refused = results.filter(([, kept]) => !kept).length
    assert.ok(refused > 0 && refused < ids.length, `${refused} were refused`)
    const { rows } = await store.grants.list({}, { limit: 1000 })
    assert.deepEqual(
      rows.map(({ id }) => id as string),
      [grant.id, ...results.filter(([, kept]) => kept).map(([id]) => id)],
    )

    database.exec('PRAGMA max_page_count = 1000000')
    await store.grants.insert({ ...grant, id: grantId(9999) }, ACT)
    assert.equal(await store.grants.advance(redemptionOf(grantId(9999), 0)), true)
    await store.close()
  })

  it('keeps nothing of a transaction that failed as a whole', async (t) => {
    const path = placeFor(t)
    const store = await openSqliteStore({ path })
    await insertGrants(store, 1)
    const other = new DatabaseSync(path)
    other.exec(`CREATE TRIGGER loss BEFORE DELETE ON sessions
      BEGIN SELECT RAISE(ROLLBACK, 'lost'); END; INSERT INTO sessions VALUES ('s', '${account.id}', 'AAAAAAAAAAAAAAAAAAAAAA', 0, '[]', NULL, NULL, 'b', '', '', 0, 0, 0, 0)`)
    const results = await Promise.allSettled([
      store.grants.insert({ ...grant, id: grantId(2) }, ACT),
      store.accounts.setPassword(account.id, 'another hash', ACT),
      store.grants.insert({ ...grant, id: grantId(3) }, ACT),
    ])
    for (const result of results) {
      assert.equal(result.status, 'rejected')
      assert.ok(result.reason instanceof StorageUnavailable)
    }
    assert.equal((await store.grants.list({}, { limit: 10 })).rows.length, 1)
    await store.grants.insert({ ...grant, id: grantId(2) }, ACT)
    other.close()
    await store.close()
  })

  it('syncs its log at every commit', async (t) => {
    const engine = await openSqliteEngine({ path: placeFor(t) })
    const pragma = async (name: string) => {
      const query = { name, text: `PRAGMA ${name}`, input: {}, key: [] }
      const [row] = await engine.read({ query, input: {} })
      return row?.[name]
    }
    assert.equal(await pragma('journal_mode'), 'wal')
    assert.equal(await pragma('synchronous'), 2)
    await engine.close()
  })

  it('rejects every verb once the tables are gone', async (t) => {
    const database = new DatabaseSync(placeFor(t))
    migrate(database, 'test', { known: migrations, now: 0 })
    const store = createStore(createSqliteEngine(database))
    database.exec('DROP TABLE grants; DROP TABLE schema_migrations')
    await assert.rejects(store.grants.find(grant.id), StorageUnavailable)
    await assert.rejects(store.grants.advance(redemptionOf(grant.id, 0)), StorageUnavailable)
    await assert.rejects(store.ping(), StorageUnavailable)
    await store.close()
  })
})

function placeFor(test: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-store-'))
  test.after(() => rmSync(directory, { recursive: true }))
  return join(directory, 'mandate.db')
}
