import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GRANTS_PER_LOOK, UNREDEEMED_KEPT } from '../../../src/store/port.ts'
import { ACT, actAt } from '../../act.ts'
import { account, client, grant, grantId, insertGrants, NOW, ofAccount } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

export function talliesContract(subject: ContractSubject): void {
  const pair = { accountId: account.id, clientId: client.id }

  describe('grants of one account', () => {
    it('are listed with what their owner may know; those that ended are not', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 2)
      const from = { agent: 'Firefox (Linux)', network: '192.0.2.7' }
      const by = { kind: 'account', id: account.id, from } as const
      const used = { ...grant, id: grantId(4), createdAt: NOW - 9, redeemedAt: NOW - 5 }
      await store.grants.insert(used, { by, at: NOW })
      await store.grants.insert({ ...grant, id: grantId(6), expiresAt: NOW }, ACT)
      const theirs = { ...grant, id: grantId(7), subject: ofAccount('someone else') }
      await store.grants.insert(theirs, ACT)
      await store.grants.insert({ ...grant, id: grantId(8), revokedAt: NOW }, ACT)
      await store.grants.revoke(grantId(1), 'revoked_by_user', actAt(NOW))
      const { clientId, scope, resource, details, parent, createdAt, redeemedAt } = grant
      const shared = { clientId, scope, resource, details, parent }
      assert.deepEqual(await store.grants.listNewest(account.id, { now: NOW }), {
        installations: [
          ...[
            {
              ...shared,
              id: used.id,
              createdAt: NOW - 9,
              redeemedAt: NOW - 5,
              connectedFrom: from,
            },
          ],
          ...[{ ...shared, id: grantId(2), createdAt, redeemedAt, connectedFrom: null }],
        ],
        older: null,
      })
      const nobodys = { installations: [], older: null }
      assert.deepEqual(await store.grants.listNewest('nobody', { now: NOW }), nobodys)
    })

    it('are listed in parts if there are very many, ended in bulk or not', async (t) => {
      const { store } = await openEmpty(t, subject)
      const rest = 10
      await insertGrants(store, GRANTS_PER_LOOK + rest)
      const latest = await store.grants.listNewest(account.id, { now: NOW })
      assert.equal(latest.installations.length, GRANTS_PER_LOOK)
      assert.equal(latest.older, grantId(rest + 1))
      const before = latest.older ?? undefined
      const earlier = await store.grants.listNewest(account.id, { now: NOW, before })
      assert.equal(earlier.installations.length, rest)
      assert.equal(earlier.older, null)
      await store.grants.revokeAllOf(pair, 'revoked_by_user', actAt(NOW))
      assert.deepEqual((await store.grants.listNewest(account.id, { now: NOW })).installations, [])
    })

    it('keep the newest unredeemed codes, and every grant that was redeemed', async (t) => {
      const { store } = await openEmpty(t, subject)
      const ids = await insertGrants(store, UNREDEEMED_KEPT + 5)
      const used = ids[1] ?? grant.id
      const step = {
        id: used,
        from: 0,
        ...{ scope: grant.scope, details: grant.details },
        to: 1,
        keyId: grant.keyId,
        expiresAt: NOW + 900,
        redeemedAt: NOW,
      }
      const kept = { retryKeyHash: null, recentRedemptions: null }
      assert.ok(await store.grants.advance({ ...step, ...kept }))
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
