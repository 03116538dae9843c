import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Grant, NO_END } from '../../../src/grants/grant.ts'
import {
  DELEGATION_BREADTH,
  DELEGATION_DEPTH,
  type Store,
  UNREDEEMED_KEPT,
} from '../../../src/store/port.ts'
import { ROWS_PER_WRITE } from '../../../src/store/queries/grants.ts'
import { ACT, actAt } from '../../act.ts'
import { account, client, grant, grantId, insertGrants, insertParties, NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const own: Grant = {
  ...grant,
  ...{ subject: { kind: 'client' }, generation: 1, redeemedAt: NOW, expiresAt: NO_END },
}
const key = `client:${client.id}`
const FAR = NOW + 4_000 * 24 * 60 * 60

/** Grants that are found again for each token, and those that were delegated from others. */
export function standingContract(subject: ContractSubject): void {
  describe('standing grants', () => {
    it('are made once by any number of concurrent requests, and found by their key', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      await insertParties(store)
      const other = await openAgain()
      assert.equal(await store.grants.findStanding(key), undefined)
      const tries = Array.from({ length: 20 }, (_, number) => {
        const { grants } = number % 2 === 0 ? store : other.store
        return grants.insertStanding({ ...own, id: grantId(number + 1) }, { key }, ACT)
      })
      const won = (await Promise.all(tries)).flatMap((yes, number) => (yes ? [number] : []))
      assert.equal(won.length, 1)
      const expected = { ...own, id: grantId(Number(won[0]) + 1) }
      const found = await other.store.grants.findStanding(key)
      assert.deepEqual(found, await store.grants.find(expected.id))
      assert.deepEqual([found?.grant, found?.account, found?.ancestors], [expected, null, []])
      const created = await store.facts.list({ clientId: client.id }, 100)
      assert.deepEqual(
        created.filter(({ kind }) => kind === 'grant.created').map(({ grantId }) => grantId),
        [expected.id],
      )
    })

    it('give their key to the next one once they have ended, and never before', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      const next = (number: number) => ({ ...own, id: grantId(number) })
      assert.ok(await store.grants.insertStanding(next(1), { key }, ACT))
      assert.equal(await store.grants.insertStanding(next(2), { key }, ACT), false)
      assert.ok(await store.grants.revoke(grantId(1), 'revoked_by_operator', actAt(NOW)))
      assert.equal(await store.grants.findStanding(key), undefined)
      assert.ok(await store.grants.insertStanding(next(3), { key }, ACT))
      assert.equal((await store.grants.findStanding(key))?.grant.id, grantId(3))
    })

    it('give their key to the next one after they ended with many others', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, ROWS_PER_WRITE + 1)
      const id = grantId(900)
      assert.ok(await store.grants.insertStanding({ ...own, id }, { key }, ACT))
      const whose = { clientId: client.id }
      assert.equal(await store.grants.revokeAllOf(whose, 'revoked_by_operator', actAt(NOW)), 'many')
      const ended = (await store.grants.findStanding(key))?.grant
      assert.deepEqual([ended?.id, ended?.revokedAt], [id, NOW])
      const next = { ...own, id: grantId(901) }
      assert.equal(await store.grants.insertStanding(next, { key }, ACT), false)
      const insteadOf = { key, insteadOf: id }
      assert.ok(await store.grants.insertStanding(next, insteadOf, actAt(NOW + 1)))
      const late = { ...own, id: grantId(902) }
      assert.equal(await store.grants.insertStanding(late, insteadOf, actAt(NOW + 1)), false)
      assert.deepEqual((await store.grants.findStanding(key))?.grant, next)
    })

    it('stay through every sweep while they live, whatever became of codes', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, UNREDEEMED_KEPT + 2)
      const ofPerson = { ...own, subject: grant.subject, id: grantId(700) }
      assert.ok(await store.grants.insertStanding(ofPerson, { key: 'assertion:1' }, ACT))
      assert.ok(await store.grants.insertStanding({ ...own, id: grantId(701) }, { key }, ACT))
      const justMade = { id: grantId(1), accountId: account.id, clientId: client.id }
      assert.equal(await store.grants.dropUnredeemed(justMade), 2)
      await sweep(store, FAR)
      const { rows } = await store.grants.list({}, { limit: 100 })
      assert.deepEqual(
        rows.map(({ id }) => id),
        [grantId(700), grantId(701)],
      )
    })

    it('do not keep a server key from being retired', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      assert.ok(await store.grants.insertStanding(own, { key }, ACT))
      assert.equal((await store.keys.tallyUses(own.keyId, NOW)).grants, 0)
    })
  })

  describe('delegated grants', () => {
    it('are found with all grants above them, and not at all without', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const ids = [grantId(1)]
      for (let depth = 1; depth <= DELEGATION_DEPTH; depth++) {
        const id = grantId(depth + 1)
        assert.ok(await insertChild(store, id, { under: ids.at(-1) ?? id }))
        ids.push(id)
      }
      const [last = grantId(0), ...above] = ids.toReversed()
      const found = await store.grants.find(last)
      assert.deepEqual(
        found?.ancestors.map(({ grant: { id } }) => id),
        above,
      )
      assert.deepEqual(found?.ancestors[0]?.account, found?.account)
      assert.ok(await store.grants.revoke(grantId(1), 'revoked_by_user', actAt(NOW)))
      const after = (await store.grants.find(last))?.ancestors.map(({ grant }) => grant.revokedAt)
      assert.deepEqual(after, [null, null, NOW])
      const tooDeep = grantId(DELEGATION_DEPTH + 2)
      assert.ok(await insertChild(store, tooDeep, { under: last }))
      assert.equal(await store.grants.find(tooDeep), undefined)
      assert.ok(await insertChild(store, grantId(50), { under: grantId(49) }))
      assert.equal(await store.grants.find(grantId(50)), undefined)
    })

    it('do not come back under the same parent once they have ended', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 2)
      assert.ok(await insertChild(store, grantId(10), { under: grantId(1) }))
      assert.equal(await insertChild(store, grantId(11), { under: grantId(1) }), false)
      assert.ok(await store.grants.revoke(grantId(10), 'revoked_by_user', actAt(NOW)))
      assert.equal(await insertChild(store, grantId(12), { under: grantId(1) }), false)
      assert.ok(await insertChild(store, grantId(13), { under: grantId(2) }))
    })

    it('are limited in number under one parent', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 2)
      for (let number = 0; number < DELEGATION_BREADTH; number++) {
        assert.ok(
          await insertChild(store, grantId(100 + number), {
            under: grantId(1),
            of: `child ${number}`,
          }),
        )
      }
      assert.equal(
        await insertChild(store, grantId(500), { under: grantId(1), of: 'one more' }),
        false,
      )
      assert.ok(await insertChild(store, grantId(501), { under: grantId(2), of: 'one more' }))
    })

    it('are swept with their parent and not before, even if they have ended', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.grants.insert({ ...grant, expiresAt: FAR + 10, generation: 1 }, ACT)
      assert.ok(await insertChild(store, grantId(10), { under: grant.id, of: 'live' }))
      assert.ok(await insertChild(store, grantId(11), { under: grant.id, of: 'ended' }))
      assert.ok(await insertChild(store, grantId(12), { under: grantId(10), of: 'below' }))
      assert.ok(await store.grants.revoke(grantId(11), 'revoked_by_user', actAt(NOW)))
      await sweep(store, FAR)
      assert.equal((await store.grants.list({}, { limit: 10 })).rows.length, 4)
      await sweep(store, FAR + 1_000)
      assert.deepEqual((await store.grants.list({}, { limit: 10 })).rows, [])
    })
  })
}

function insertChild(
  store: Store,
  id: Grant['id'],
  { under: parent, of = 'agent' }: { readonly under: Grant['id']; readonly of?: string },
) {
  const child = { ...own, subject: grant.subject, id, parent }
  return store.grants.insertStanding(child, { key: `child:${parent}:${of}` }, ACT)
}

/** Whole turns, as often as it takes for what the first left behind. */
async function sweep(store: Store, now: number): Promise<void> {
  for (let turn = 0; turn < 4; ) {
    const { turnEnded } = await store.sweep({ now, overBefore: now, limit: 100 })
    if (turnEnded) turn += 1
  }
}
