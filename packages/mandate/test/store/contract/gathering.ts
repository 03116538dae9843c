import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Engine, step } from '../../../src/store/engine.ts'
import { StorageUnavailable } from '../../../src/store/port.ts'
import { insertClient } from '../../../src/store/queries/clients.ts'
import { advanceGrant } from '../../../src/store/queries/grants.ts'
import { query } from '../../../src/store/queries/query.ts'
import { clients } from '../../../src/store/tables/clients.ts'
import { writerOf } from '../../../src/store/tables/table.ts'
import { ACT, actAt } from '../../act.ts'
import { account, client, grant, grantId, insertGrants, NOW, redemptionOf } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const TABLES = [
  'clients',
  'resources',
  'platform_keys',
  'accounts',
  'identities',
  'deleted_accounts',
  'scim_users',
  'sessions',
  'known_browsers',
  'consents',
  'grants',
  'denied_access_tokens',
  'attempts',
]

export function gatheringContract(subject: ContractSubject): void {
  describe('gathering', () => {
    it('runs a thousand redemptions issued in one turn in one transaction', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      const ids = await insertGrants(store, 1000)
      const before = engine.statistics()
      const won = await Promise.all(ids.map((id) => store.grants.advance(redemptionOf(id, 0))))
      const after = engine.statistics()
      assert.equal(won.every(Boolean), true)
      assert.equal(after.writeUnits - before.writeUnits, 1000)
      assert.equal(after.writeTransactions - before.writeTransactions, 1)
    })

    it('gives each of a thousand reads issued in one turn its own row, in one transaction', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      const ids = await insertGrants(store, 1000)
      const before = engine.statistics()
      const found = await Promise.all(ids.map((id) => store.grants.find(id)))
      const after = engine.statistics()
      assert.deepEqual(
        found.map((one) => one?.grant.id),
        ids,
      )
      assert.equal(after.readTransactions - before.readTransactions, 1)
    })

    it('does not let one failing verb break others', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const results = await Promise.allSettled([
        store.grants.insert({ ...grant, id: grantId(2) }, ACT),
        store.grants.insert({ ...grant, id: grantId(1) }, ACT),
        store.clients.insert(client, ACT),
        store.grants.advance(redemptionOf(grantId(1), 0)),
        store.grants.insert({ ...grant, id: grantId(3) }, ACT),
      ])
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'rejected', 'rejected', 'fulfilled', 'fulfilled'],
      )
      for (const result of results) {
        if (result.status === 'rejected') assert.ok(result.reason instanceof StorageUnavailable)
      }
      const { rows } = await store.grants.list({}, { limit: 10 })
      assert.deepEqual(
        rows.map(({ id, generation }) => [id, generation]),
        [
          [grantId(1), 1],
          [grantId(2), 0],
          [grantId(3), 0],
        ],
      )
    })

    it('undoes a unit whose last step fails, and only that unit', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      await insertGrants(store, 2)
      const [broken, whole] = await Promise.allSettled([
        engine.write([advanceBy(1), insertAgain]),
        engine.write([advanceBy(2)]),
      ])
      assert.equal(broken.status, 'rejected')
      assert.equal(whole.status, 'fulfilled')
      assert.equal((await store.grants.find(grantId(1)))?.grant.generation, 0)
      assert.equal((await store.grants.find(grantId(2)))?.grant.generation, 1)
    })

    it('includes no values in an error', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const error = await store.grants.insert(grant, ACT).then(
        () => assert.fail('the id is taken'),
        (reason: unknown) => reason,
      )
      assert.ok(error instanceof StorageUnavailable)
      const told = `${error.message} ${String(error.cause)}`
      for (const value of [grant.id, grant.clientId, account.id, grant.codeChallenge]) {
        assert.equal(told.includes(String(value)), false)
      }
    })

    it('keeps the number of rows constant through a thousand redemptions of one grant', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const before = await countRows(engine)
      for (let generation = 0; generation < 1000; generation++) {
        assert.equal(await store.grants.advance(redemptionOf(grant.id, generation)), true)
      }
      assert.deepEqual(await countRows(engine), before)
      assert.equal((await store.grants.find(grant.id))?.grant.generation, 1000)
    })

    it('finishes what was issued before it closes, and refuses anything later', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const issued = store.grants.advance(redemptionOf(grant.id, 0))
      await store.close()
      assert.equal(await issued, true)
      await assert.rejects(store.ping(), StorageUnavailable)
      await assert.rejects(store.grants.find(grant.id), StorageUnavailable)
      await assert.rejects(store.grants.revoke(grant.id, 'reuse', actAt(NOW)), StorageUnavailable)
      await store.close()
      const again = await openAgain()
      assert.equal((await again.store.grants.find(grant.id))?.grant.generation, 1)
    })
  })
}

const insertAgain = step(insertClient, writerOf(clients)(client))

function advanceBy(number: number) {
  return step(advanceGrant, {
    id: grantId(number),
    generation: 0,
    scope: grant.scope,
    details: grant.details ?? '',
    next_generation: 1,
    key_id: '0000000b',
    expires_at: NOW,
    redeemed_at: NOW,
    retry_key_hash: null,
    recent_redemptions: null,
  })
}

async function countRows(engine: Engine): Promise<Readonly<Record<string, unknown>>> {
  const counts = TABLES.map(async (table) => {
    const text = `SELECT COUNT(*) AS counted FROM ${table}`
    const [row] = await engine.read(
      step(query({ name: 'count', text, input: {}, key: 'alone' }), {}),
    )
    return [table, row?.['counted']]
  })
  return Object.fromEntries(await Promise.all(counts))
}
