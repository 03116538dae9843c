import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAuditTrail } from '../../../src/runtime/audit-trail.ts'
import type { Bucket, Store } from '../../../src/store/port.ts'
import { ACT } from '../../act.ts'
import {
  account,
  auditRing,
  grant,
  grantId,
  insertGrants,
  insertParties,
  NOW,
  ofAccount,
  redemptionOf,
  session,
} from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

/** Short-lived rows: leaky buckets of attempts, and the sweep. */
export function passingContract(subject: ContractSubject): void {
  describe('attempts', () => {
    it('have room for as many as fit, however many come at the same moment', async (t) => {
      const { store } = await openEmpty(t, subject)
      const both = [bucket('mailbox', { most: 40 }), bucket('network', { most: 10 })]
      const added = await Promise.all(
        Array.from({ length: 100 }, () => store.attempts.add(both, NOW)),
      )
      const counted = (name: string) => added.filter((names) => names.has(name)).length
      assert.deepEqual([counted('mailbox'), counted('network')], [40, 10])
      const found = await store.attempts.find(['network', 'mailbox', 'unknown'])
      assert.deepEqual([...found].sort(), [
        ['mailbox', NOW + 400],
        ['network', NOW + 100],
      ])
    })

    it('have room again for one each time that one has leaked out', async (t) => {
      const { store } = await openEmpty(t, subject)
      const hasRoom = async (at: number) => (await store.attempts.add([bucket('a')], at)).size === 1
      assert.deepEqual(
        [await hasRoom(NOW), await hasRoom(NOW), await hasRoom(NOW)],
        [true, true, false],
      )
      assert.deepEqual([await hasRoom(NOW + 9), await hasRoom(NOW + 10)], [false, true])
      assert.deepEqual([await hasRoom(NOW + 19), await hasRoom(NOW + 20)], [false, true])
      // Empty since long, and no more than two fit.
      const later = Array.from({ length: 4 }, () => NOW + 9_000)
      const room = await Promise.all(later.map(hasRoom))
      assert.equal(room.filter(Boolean).length, 2)
    })

    it('are not emptied because one server’s clock is behind', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.attempts.add([bucket('a')], NOW)
      assert.equal((await store.attempts.add([bucket('a')], NOW - 50)).size, 0)
      assert.deepEqual([...(await store.attempts.find(['a']))], [['a', NOW + 10]])
    })

    it('give back what was taken, from each bucket that is named', async (t) => {
      const { store } = await openEmpty(t, subject)
      const buckets = [bucket('a'), bucket('b'), bucket('c')]
      await store.attempts.add(buckets, NOW)
      await store.attempts.add(buckets, NOW)
      await store.attempts.giveBack([bucket('a'), bucket('b'), bucket('unknown')])
      const added = await store.attempts.add(buckets, NOW)
      assert.deepEqual([...added].sort(), ['a', 'b'])
    })

    it('clears only the named buckets', async (t) => {
      const { store } = await openEmpty(t, subject)
      await addTo(store, 'a', 'b', 'c')
      await store.attempts.clear(['a', 'b', 'unknown'])
      const found = await store.attempts.find(['a', 'b', 'c'])
      assert.deepEqual([...found.keys()], ['c'])
    })

    it('clears all buckets with a prefix, says how many, and never everything', async (t) => {
      const { store } = await openEmpty(t, subject)
      const names = ['Ab-_1', 'Ab-_z', 'Ab-', 'ab-_1', 'Ab-`', 'Ac']
      await addTo(store, ...names)
      assert.equal(await store.attempts.clearBeginningWith('Ab-_'), 2)
      assert.equal(await store.attempts.clearBeginningWith('Ab-_'), 0)
      const found = await store.attempts.find(names)
      assert.deepEqual([...found.keys()].sort(), ['Ab-', 'Ab-`', 'Ac', 'ab-_1'])
      await assert.rejects(store.attempts.clearBeginningWith(''), TypeError)
    })

    it('accepts an empty list of buckets', async (t) => {
      const { store } = await openEmpty(t, subject)
      assert.equal((await store.attempts.add([], NOW)).size, 0)
      assert.equal((await store.attempts.find([])).size, 0)
      await store.attempts.giveBack([])
      await store.attempts.clear([])
    })
  })

  describe('sweep', () => {
    it('removes grants that ended before the limit, and only those', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      const ends = [
        { expiresAt: NOW - 1, revokedAt: null, revokedBecause: null },
        { expiresAt: NOW, revokedAt: null, revokedBecause: null },
        { expiresAt: NOW + 9, revokedAt: NOW - 1, revokedBecause: 'reuse' },
        { expiresAt: NOW + 9, revokedAt: NOW, revokedBecause: 'reuse' },
      ] as const
      await Promise.all(
        ends.map((end, index) =>
          store.grants.insert({ ...grant, ...end, id: grantId(index + 1) }, ACT),
        ),
      )
      assert.equal(await sweepAll(store, { overBefore: NOW, limit: 100 }), 2)
      const { rows } = await store.grants.list({}, { limit: 10 })
      assert.deepEqual(
        rows.map(({ id }) => id),
        [grantId(2), grantId(4)],
      )
    })

    it('removes grants whose account is gone, and keeps those that never had one', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.grants.insert({ ...grant, id: grantId(1), subject: ofAccount('nobody') }, ACT)
      await store.grants.insert({ ...grant, id: grantId(2), subject: { kind: 'client' } }, ACT)
      assert.equal(await sweepAll(store, { overBefore: 0, limit: 100 }), 1)
      const { rows } = await store.grants.list({}, { limit: 10 })
      assert.deepEqual(
        rows.map(({ id }) => id),
        [grantId(2)],
      )
    })

    it('removes a grant whose code was not redeemed a day after the code expired', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      const dayAgo = NOW - 86_400
      const ends = [
        { generation: 0, expiresAt: dayAgo - 1 },
        { generation: 0, expiresAt: dayAgo },
        { generation: 1, expiresAt: dayAgo - 1 },
      ] as const
      await Promise.all(
        ends.map((end, index) =>
          store.grants.insert({ ...grant, ...end, id: grantId(index + 1) }, ACT),
        ),
      )
      assert.equal(await sweepAll(store, { overBefore: 0, limit: 100 }), 1)
      const { rows } = await store.grants.list({}, { limit: 10 })
      assert.deepEqual(
        rows.map(({ id }) => id),
        [grantId(2), grantId(3)],
      )
    })

    it('still knows a redeemed generation as an old one afterwards', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      await store.grants.advance(redemptionOf(grant.id, 0))
      await sweepAll(store, { overBefore: NOW, limit: 100 })
      assert.equal(await store.grants.advance(redemptionOf(grant.id, 0)), false)
      assert.equal((await store.grants.find(grant.id))?.grant.generation, 1)
    })

    it('covers the whole table in bounded pieces', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 25)
      const piece = { now: NOW, overBefore: NOW + 9999, limit: 10 }
      assert.deepEqual(await store.sweep(piece), { removed: 10, turnEnded: false, lagSeconds: 0 })
      assert.equal(await sweepAll(store, { overBefore: NOW + 9999, limit: 10 }), 15)
      assert.deepEqual(await store.sweep(piece), { removed: 0, turnEnded: true, lagSeconds: 0 })
    })

    it('removes each row once even if two sweep at the same time', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 40)
      const limits = { overBefore: NOW + 9999, limit: 7 }
      const removed = await Promise.all([sweepAll(store, limits), sweepAll(store, limits)])
      assert.equal(removed[0] + removed[1], 40)
    })

    it('reports how long rows have been waiting for removal', async (t) => {
      const { store } = await openEmpty(t, subject)
      const lagAt = async (now: number) =>
        (await store.sweep({ now, overBefore: 0, limit: 1000 })).lagSeconds
      assert.equal(await lagAt(NOW), 0)
      await store.accounts.insert(account, ACT)
      await store.sessions.insert({ ...session, expiresAt: NOW - 500 }, account.passwordHash, ACT)
      assert.equal(await lagAt(NOW + 60), 560)
      // This is the age of the last complete round: a grant may have ended just after it began.
      assert.equal(await lagAt(NOW + 90), 30)
      assert.equal(await lagAt(NOW + 100), 10)
    })

    it('deletes the facts and seals that a seal of retention no longer keeps', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.grants.denyAccessToken('token-1', NOW, ACT)
      const trail = createAuditTrail(auditRing, 'node')
      const first = { kind: 'events', day: '2026-03-14', lines: [] } as const
      await trail.append(store.audit, first)
      const sweep = () => store.sweep({ now: NOW + 9_999_999, overBefore: 0, limit: 10 })
      const count = async () => (await store.facts.list({}, 10)).length
      await sweep()
      assert.equal(await count(), 1)
      const { nowMs } = await store.audit.readEnd()
      const kept = { sinceMs: nowMs + 1_000, afterSeal: 1 }
      await trail.append(store.audit, { ...first, kind: 'retention', kept })
      await sweep()
      assert.equal(await count(), 0)
      const seals = await store.audit.listSeals({ after: 0, limit: 10 })
      assert.deepEqual(
        seals.map(({ number }) => number),
        [2],
      )
    })

    it('deletes expired sessions, empty buckets, and denials that no late clock needs', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 1)
      const begin = (id: string, expiresAt: number) =>
        store.sessions.insert({ ...session, id, expiresAt }, account.passwordHash, ACT)
      await begin('old', NOW)
      await begin('new', NOW + 1)
      await store.grants.denyAccessToken('old', NOW - 3_600, ACT)
      await store.grants.denyAccessToken('new', NOW - 3_599, ACT)
      await store.attempts.add([bucket('old')], NOW - 3_600 - 11)
      await store.attempts.add([bucket('new')], NOW - 3_600 - 10)

      assert.equal(await sweepAll(store, { overBefore: 0, limit: 100 }), 3)
      assert.equal(await store.sessions.find('old'), undefined)
      assert.equal((await store.sessions.find('new'))?.account.id, account.id)
      assert.equal((await store.grants.find(grant.id, 'old'))?.accessTokenDenied, false)
      assert.equal((await store.grants.find(grant.id, 'new'))?.accessTokenDenied, true)
      assert.deepEqual([...(await store.attempts.find(['old', 'new'])).keys()], ['new'])
    })
  })
}

function bucket(name: string, { most = 2 } = {}): Bucket {
  return { name, most, seconds: 10 }
}

function addTo(store: Store, ...names: readonly string[]) {
  return store.attempts.add(
    names.map((name) => bucket(name)),
    NOW,
  )
}

/** Sweeps from end to end as of NOW; returns the number of rows removed. */
async function sweepAll(
  store: Store,
  { overBefore, limit }: { readonly overBefore: number; readonly limit: number },
): Promise<number> {
  for (let removed = 0; ; ) {
    const result = await store.sweep({ now: NOW, overBefore, limit })
    removed += result.removed
    if (result.turnEnded) return removed
  }
}
