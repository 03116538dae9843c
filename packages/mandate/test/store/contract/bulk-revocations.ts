import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Grant } from '../../../src/grants/grant.ts'
import type { Store } from '../../../src/store/port.ts'
import { ROWS_PER_WRITE } from '../../../src/store/queries/grants.ts'
import { ACT, actAt } from '../../act.ts'
import {
  account,
  client,
  consent,
  grant,
  grantId,
  insertGrants,
  NOW,
  ofAccount,
  redemptionOf,
} from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

/** More than one write may touch. */
const MANY = ROWS_PER_WRITE + 1
const HOUR = 60 * 60
const pair = { accountId: account.id, clientId: client.id }

/** Ending very many grants: one write, visible at once, then written into their rows by the sweep. */
export function bulkRevocationsContract(subject: ContractSubject): void {
  describe('bulk revocation', () => {
    it('SCENARIO 40: ends very many grants at once for every reader', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, MANY)
      assert.equal(
        await store.grants.revokeAllOf({ accountId: account.id }, 'reuse', actAt(NOW)),
        'many',
      )

      const one = (await store.grants.find(grantId(MANY)))?.grant
      assert.deepEqual([one?.revokedAt, one?.revokedBecause], [NOW, 'reuse'])
      assert.equal(await store.grants.advance(redemptionOf(grantId(7), 0)), false)
      assert.equal(await store.grants.revoke(grantId(7), 'revoked_by_user', actAt(NOW + 1)), false)
      assert.equal((await live(store)).length, 0)
    })

    it('leaves alone the grants of others, and those made later', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, MANY)
      const others = [
        { ...grant, id: grantId(MANY + 1), subject: ofAccount('somebody else') },
        { ...grant, id: grantId(MANY + 2), clientId: 'something else' },
      ]
      await Promise.all(others.map((other) => store.grants.insert(other, ACT)))
      assert.equal(await store.grants.revokeAllOf(pair, 'revoked_by_operator', actAt(NOW)), 'many')
      await store.grants.insert({ ...grant, id: grantId(MANY + 3) }, ACT)
      const survivors = [MANY + 1, MANY + 2, MANY + 3].map(grantId)
      assert.deepEqual(await live(store), survivors)
      assert.equal(await store.grants.advance(redemptionOf(grantId(MANY + 3), 0)), true)

      assert.equal(await store.grants.revokeAllOf(pair, 'revoked_by_operator', actAt(NOW)), 'many')
      assert.deepEqual(await live(store), survivors.slice(0, 2))
    })

    it('of a client also ends its grants without an account', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, MANY)
      const own = { ...grant, id: grantId(MANY + 1), subject: { kind: 'client' } } as const
      await store.grants.insert(own, ACT)
      await store.grants.revokeAllOf({ accountId: account.id }, 'revoked_by_operator', ACT)
      assert.deepEqual(await live(store), [own.id])
      await store.grants.revokeAllOf({ clientId: client.id }, 'revoked_by_operator', ACT)
      assert.equal((await store.grants.find(own.id))?.grant.revokedBecause, 'revoked_by_operator')
    })

    it('keeps the original time and cause of a grant that ended before', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, MANY)
      await store.grants.revoke(grant.id, 'revoked_by_client', actAt(NOW))
      await store.grants.revokeAllOf({ clientId: client.id }, 'revoked_by_operator', actAt(NOW + 1))
      await store.grants.revokeAllOf({ accountId: account.id }, 'revoked_by_user', actAt(NOW + 2))
      const ends = await Promise.all([1, 2].map((number) => store.grants.find(grantId(number))))
      assert.deepEqual(
        ends.map((found) => found?.grant.revokedBecause),
        ['revoked_by_client', 'revoked_by_operator'],
      )
    })

    it('withdraws a consent together with very many grants', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, MANY)
      await store.consents.put(consent, ACT)
      assert.equal(await store.consents.withdraw(pair, 'revoked_by_user', actAt(NOW)), 'many')
      assert.equal(await store.consents.find(account.id, client.id), undefined)
      assert.equal((await live(store)).length, 0)
    })

    it('is written into the rows by the sweep, and holds before, during and after', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      await insertGrants(store, MANY)
      const bulk = async () => (await engine.read(countBulk))[0]?.['counted']
      const written = async () => (await engine.read(countWritten))[0]?.['counted']
      await store.grants.revokeAllOf(pair, 'revoked_by_user', actAt(NOW))
      assert.deepEqual([await bulk(), await written()], [1, 0])
      await store.grants.insert({ ...grant, id: grantId(MANY + 1) }, ACT)

      const limits = { now: NOW + 2 * HOUR, overBefore: 0, limit: 200 }
      await store.sweep(limits)
      assert.deepEqual([await bulk(), await written()], [1, 200])
      for (let turns = 0; turns < 2; ) if ((await store.sweep(limits)).turnEnded) turns += 1
      assert.deepEqual([await bulk(), await written()], [0, MANY])
      assert.deepEqual(await live(store), [grantId(MANY + 1)])
      assert.equal((await store.grants.find(grant.id))?.grant.revokedBecause, 'revoked_by_user')

      // Numbers keep growing, so what survived the first does not survive the next.
      assert.equal(await store.grants.revokeAllOf(pair, 'revoked_by_user', actAt(NOW)), 'many')
      assert.deepEqual(await live(store), [])
    })

    it('is kept while an insert that has not seen it may still be in progress', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      await insertGrants(store, MANY)
      await store.grants.revokeAllOf(pair, 'revoked_by_user', actAt(NOW))
      const limits = { now: NOW + 5, overBefore: 0, limit: 1000 }
      for (let turns = 0; turns < 5; ) if ((await store.sweep(limits)).turnEnded) turns += 1
      assert.equal((await engine.read(countBulk))[0]?.['counted'], 1)
    })

    it('ends every grant, even if two of them and a redemption run at the same time', async (t) => {
      const { store } = await openEmpty(t, subject)
      const ids = await insertGrants(store, MANY)
      await Promise.all([
        store.grants.revokeAllOf({ accountId: account.id }, 'revoked_by_user', actAt(NOW)),
        ...ids.map((id) => store.grants.advance(redemptionOf(id, 0))),
        store.grants.revokeAllOf({ clientId: client.id }, 'revoked_by_operator', actAt(NOW)),
      ])
      assert.deepEqual(await live(store), [])
    })

    it('deletes a client at once, and the rows of its many grants and consents later', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      await insertGrants(store, MANY)
      const people = Array.from({ length: MANY }, (_, index) => ({
        ...consent,
        accountId: `account-${index}`,
      }))
      await Promise.all(people.map((one) => store.consents.put(one, ACT)))
      await store.consents.put({ ...consent, clientId: 'something else' }, ACT)
      assert.equal(await store.clients.delete(client.id, ACT), true)
      assert.equal(await store.grants.find(grant.id), undefined)
      assert.equal(await store.clients.delete(client.id, ACT), false)

      const limits = { now: NOW, overBefore: 0, limit: 200 }
      const largest = async () => {
        let removed = 0
        for (let turns = 0; turns < 4; ) {
          const result = await store.sweep(limits)
          removed = Math.max(removed, result.removed)
          if (result.turnEnded) turns += 1
        }
        return removed
      }
      // A batch of grants, the same number of consents, and the bulk revocation itself.
      assert.ok((await largest()) <= 2 * limits.limit + 1)
      const left = await Promise.all([countGrants, countConsents, countBulk].map(engine.read))
      assert.deepEqual(
        left.map(([row]) => row?.['counted']),
        [0, 1, 0],
      )
    })
  })
}

async function live(store: Store): Promise<readonly Grant['id'][]> {
  const { rows } = await store.grants.list({}, { limit: 1000 })
  return rows.filter((row) => row.revokedAt === null).map(({ id }) => id)
}

const count = (name: string, from: string) => ({
  query: {
    name,
    text: `SELECT COUNT(*) AS counted FROM ${from}`,
    input: {},
    key: 'alone' as const,
  },
  input: {},
})
const countBulk = count('count_bulk', 'bulk_revocations')
const countWritten = count('count_written', 'grants WHERE grants.revoked_at IS NOT NULL')
const countGrants = count('count_grants', 'grants')
const countConsents = count('count_consents', 'consents')
