/**
 * Ending more grants than one write may touch, measured in rows, because a lock is held while rows
 * are written.
 */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it, type TestContext } from 'node:test'
import { ACT, actAt } from '../../../test/act.ts'
import {
  account,
  client,
  consent,
  grant,
  insertGrants,
  NOW,
} from '../../../test/store/contract/samples.ts'
import { type Engine, step } from '../engine.ts'
import { deleteUnredeemed, newestGrantsOfAccount } from '../queries/grants.ts'
import { createStore } from '../store.ts'
import { openSqliteEngine } from './open.ts'

const LIMIT = 1_000

describe('SCENARIO 40: very many grants', () => {
  it('are ended with as few writes as any other number', async (t) => {
    const written = await Promise.all(
      [1_000, 20_000].map(async (grants) => {
        const { engine, store } = await openWith(t, grants)
        return changes(engine, () =>
          store.grants.revokeAllOf({ accountId: account.id }, 'revoked_by_operator', actAt(NOW)),
        )
      }),
    )
    assert.equal(written[0], written[1])
    assert.ok((written[0] ?? 0) < 10, `${written[0]} rows were written`)
  })

  it('are deleted with their client in as few writes', async (t) => {
    const { engine, store } = await openWith(t, 20_000)
    const written = await changes(engine, () => store.clients.delete(client.id, ACT))
    assert.ok(written < 10, `${written} rows were written`)
  })

  it('have their rows updated batch by batch until all are', async (t) => {
    const { engine, store } = await openWith(t, 20_000)
    await store.consents.put(consent, ACT)
    const pair = { accountId: account.id, clientId: client.id }
    assert.equal(await store.consents.withdraw(pair, 'revoked_by_user', actAt(NOW)), 'many')
    const pieces: number[] = []
    for (let turnEnded = false; !turnEnded; ) {
      const written = await changes(engine, async () => {
        ;({ turnEnded } = await store.sweep({ now: NOW, overBefore: 0, limit: LIMIT }))
      })
      pieces.push(written)
    }
    assert.equal(pieces.length, 20_000 / LIMIT + 1)
    assert.ok(Math.max(...pieces) < LIMIT + 10, `${Math.max(...pieces)} rows in one piece`)
    const [live] = await engine.read(
      ask('SELECT COUNT(*) AS counted FROM grants WHERE revoked_at IS NULL'),
    )
    assert.equal(live?.['counted'], 0)
  })
})

describe('SCENARIO 72: an account with 100,000 grants', () => {
  it('is listed and cleared of codes by index, from the newest on, without sorting', async (t) => {
    const { engine } = await openWith(t, 2_000)
    for (const query of [newestGrantsOfAccount, deleteUnredeemed]) {
      const text = `EXPLAIN QUERY PLAN ${query.text.replaceAll(/:\w+/g, "'1'")}`
      const plan = (await engine.read(ask(text))).map((row) => String(row['detail']))
      assert.ok(
        plan.some((line) => /USING (COVERING )?INDEX grants_account_id_id/.test(line)),
        plan.join('\n'),
      )
      assert.ok(!plan.some((line) => /^SCAN grants/.test(line)), plan.join('\n'))
    }
  })

  it('costs a page no more time than one with two thousand', async (t) => {
    const few = await openWith(t, 2_000)
    const many = await openWith(t, 100_000)
    const spent = async ({ store }: typeof few) => {
      const started = process.cpuUsage()
      for (let i = 0; i < 20; i++) await store.grants.listNewest(account.id, { now: NOW })
      return process.cpuUsage(started).user
    }
    await spent(few)
    const ratio = (await spent(many)) / (await spent(few))
    assert.ok(ratio < 5, `${ratio.toFixed(1)} times as much`)
    const { installations, older } = await many.store.grants.listNewest(account.id, { now: NOW })
    assert.equal(installations.length, 1_000)
    assert.ok(older !== null)
  })
})

/** How many rows `act` wrote, on the engine's own connection. */
async function changes(engine: Engine, act: () => Promise<unknown>): Promise<number> {
  const count = async () => {
    const [row] = await engine.read(ask('SELECT total_changes() AS counted'))
    return Number(row?.['counted'])
  }
  const before = await count()
  await act()
  return (await count()) - before
}

function ask(text: string) {
  return step({ name: 'ask', text, input: {}, key: 'alone' }, {})
}

/** Creates that many grants of one account and client, copied from the first one by SQL. */
async function openWith(t: TestContext, grants: number) {
  const directory = mkdtempSync(join(tmpdir(), 'mandate-many-'))
  const path = join(directory, 'mandate.db')
  const engine = await openSqliteEngine({ path })
  t.after(async () => {
    await engine.close()
    rmSync(directory, { recursive: true })
  })
  const store = createStore(engine)
  await insertGrants(store, 1)
  const database = new DatabaseSync(path)
  const columns = Object.keys(database.prepare('SELECT * FROM grants').get() ?? {})
  const others = columns.filter((column) => column !== 'id').join(', ')
  database.exec(`WITH RECURSIVE walk(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM walk WHERE i < ${grants})
    INSERT INTO grants (id, ${others}) SELECT printf('%032x', i), ${others}
    FROM walk, (SELECT * FROM grants WHERE id = '${grant.id}')`)
  database.close()
  return { engine, store }
}
