import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GRANTS_PER_TALLY, UNREDEEMED_KEPT } from '../../../src/store/port.ts'
import { ACT, actAt } from '../../act.ts'
import { account, client, grant, grantId, insertGrants, NOW, ofAccount } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

export function talliesContract(subject: ContractSubject): void {
  const pair = { accountId: account.id, clientId: client.id }

  describe('grants of one account', () => {
    it('are summed by client and what was granted; those that ended do not count', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 3)
      await store.grants.insert(
        {
          ...grant,
          id: grantId(4),
          createdAt: NOW - 9,
          redeemedAt: NOW - 5,
        },
        ACT,
      )
      await store.grants.insert({ ...grant, id: grantId(5), scope: 'read', resource: [] }, ACT)
      await store.grants.insert({ ...grant, id: grantId(6), expiresAt: NOW }, ACT)
      await store.grants.insert(
        { ...grant, id: grantId(7), subject: ofAccount('someone else') },
        ACT,
      )
      await store.grants.insert(
        { ...grant, id: grantId(8), clientId: 'client-0', revokedAt: NOW },
        ACT,
      )
      await store.grants.revoke(grantId(1), 'revoked_by_user', actAt(NOW))
      const { tallies, older } = await store.grants.tally(account.id, { now: NOW })
      const { clientId, scope, resource } = grant
      const shared = { clientId, scope, resource }
      assert.deepEqual(tallies, [
        { ...shared, live: 3, since: NOW - 9, lastUsedAt: NOW - 5 },
        { clientId, scope: 'read', resource: [], live: 1, since: NOW, lastUsedAt: null },
      ])
      assert.equal(older, null)
      assert.deepEqual(await store.grants.tally('nobody', { now: NOW }), {
        tallies: [],
        older: null,
      })
    })

    it('are summed in parts if there are very many, ended in bulk or not', async (t) => {
      const { store } = await openEmpty(t, subject)
      const rest = 10
      await insertGrants(store, GRANTS_PER_TALLY + rest)
      const latest = await store.grants.tally(account.id, { now: NOW })
      assert.deepEqual(
        latest.tallies.map(({ live }) => live),
        [GRANTS_PER_TALLY],
      )
      assert.equal(latest.older, grantId(rest + 1))
      const before = latest.older ?? undefined
      const earlier = await store.grants.tally(account.id, { now: NOW, before })
      assert.deepEqual(
        earlier.tallies.map(({ live }) => live),
        [rest],
      )
      assert.equal(earlier.older, null)
      await store.grants.revokeAllOf(pair, 'revoked_by_user', actAt(NOW))
      assert.deepEqual((await store.grants.tally(account.id, { now: NOW })).tallies, [])
    })

    it('keep the newest unredeemed codes, and every grant that was redeemed', async (t) => {
      const { store } = await openEmpty(t, subject)
      const ids = await insertGrants(store, UNREDEEMED_KEPT + 5)
      const used = ids[1] ?? grant.id
      const step = { id: used, from: 0, to: 1, keyId: grant.keyId, expiresAt: NOW + 900 }
      assert.ok(await store.grants.advance({ ...step, redeemedAt: NOW, retryKeyHash: null }))
      await store.grants.insert({ ...grant, id: grantId(90), clientId: 'c2' }, ACT)
      await store.grants.insert({ ...grant, id: grantId(91), subject: ofAccount('a2') }, ACT)
      assert.equal(await store.grants.dropUnredeemed({ ...pair, id: ids[0] ?? used }), 4)
      assert.equal(await store.grants.dropUnredeemed({ ...pair, id: ids[0] ?? used }), 0)
      const { rows } = await store.grants.list({}, { limit: 100 })
      assert.deepEqual(
        rows.map(({ id }) => id),
        [ids[0], used, ...ids.slice(6), grantId(90), grantId(91)],
      )
    })
  })
}
