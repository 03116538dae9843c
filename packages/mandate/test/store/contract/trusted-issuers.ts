import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { GrantId } from '../../../src/grants/grant.ts'
import type { Store } from '../../../src/store/port.ts'
import { trustedIssuers } from '../../../src/store/tables/trusted-issuers.ts'
import { ACT, actAt } from '../../act.ts'
import { assertRevised } from './revised.ts'
import { sampleOf } from './sample-of.ts'
import { account, client, grant, grantId, insertGrants, NOW, trustedIssuer } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

export function trustedIssuersContract(subject: ContractSubject): void {
  describe('trusted issuers', () => {
    it('returns an issuer exactly as it was inserted, once for each purpose and tenant', async (t) => {
      const { store } = await openEmpty(t, subject)
      const others = [
        { ...trustedIssuer, id: 'issuer-2', purpose: 'workload' as const },
        { ...trustedIssuer, id: 'issuer-3', tenant: 'other', jwks: null, jwksUri: null },
        { ...trustedIssuer, id: 'issuer-4', issuer: `${trustedIssuer.issuer}/` },
      ]
      const all = [trustedIssuer, ...others]
      for (const one of all) assert.equal(await store.trustedIssuers.insert(one, ACT), true)
      const again = { ...trustedIssuer, id: 'issuer-5', name: 'Again' }
      assert.equal(await store.trustedIssuers.insert(again, ACT), false)
      for (const one of all) assert.deepEqual(await store.trustedIssuers.find(one.id), one)
      assert.equal(await store.trustedIssuers.find(again.id), undefined)
      assert.deepEqual(await store.trustedIssuers.listByIssuer(trustedIssuer.issuer), [
        ...all.slice(0, 3),
      ])
      assert.deepEqual(await store.trustedIssuers.listByIssuer('https://ACME.idp.example'), [])
      const { rows, next } = await store.trustedIssuers.list({ limit: 3 })
      assert.deepEqual([rows, next], [all.slice(0, 3), 'issuer-3'])
    })

    it('changes what is given, to a value and to nothing', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.trustedIssuers.insert(trustedIssuer, ACT)
      const { id, issuer, purpose, tenant, provider, ...others } = {
        ...sampleOf(trustedIssuers, 'other'),
        jwks: null,
        logoutAudience: null,
      }
      const { createdAt, disabledAt, revision, ...change } = others
      assert.equal(
        await store.trustedIssuers.update(trustedIssuer.id, { ...change, endsGrants: false }, ACT),
        true,
      )
      const changed = { ...trustedIssuer, ...change }
      assertRevised(await store.trustedIssuers.find(trustedIssuer.id), changed)
      assert.equal(
        await store.trustedIssuers.update('x', { ...change, endsGrants: true }, ACT),
        false,
      )
    })

    it('disables, enables and deletes one', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.trustedIssuers.insert(trustedIssuer, ACT)
      assert.equal(await store.trustedIssuers.disable(trustedIssuer.id, actAt(NOW + 7)), true)
      assert.equal((await store.trustedIssuers.find(trustedIssuer.id))?.disabledAt, NOW + 7)
      assert.equal(await store.trustedIssuers.enable(trustedIssuer.id, ACT), true)
      assertRevised(await store.trustedIssuers.find(trustedIssuer.id), trustedIssuer)
      assert.equal(await store.trustedIssuers.delete(trustedIssuer.id, ACT), true)
      assert.equal(await store.trustedIssuers.delete(trustedIssuer.id, ACT), false)
      assert.equal(await store.trustedIssuers.find(trustedIssuer.id), undefined)
    })

    it('ends what came of it, and nothing else, when it is disabled, limited or deleted', async (t) => {
      const { store } = await openEmpty(t, subject)
      const others = await begin(store)
      const { id: issuerId } = trustedIssuer
      for (const end of [
        () => store.trustedIssuers.disable(issuerId, actAt(NOW)),
        () => store.trustedIssuers.update(issuerId, { scope: 'read', endsGrants: true }, ACT),
        () => store.trustedIssuers.delete(issuerId, actAt(NOW)),
      ]) {
        const mine = await standing(store, issuerId)
        // Somebody else has changed it since it was read.
        const stale = { id: issuerId, revision: 'stale' }
        const change = { scope: 'none', endsGrants: true }
        assert.equal(await store.trustedIssuers.update(stale, change, ACT), false)
        assert.equal((await store.grants.find(mine))?.grant.revokedAt, null)
        await end()
        assert.equal((await store.grants.find(mine))?.grant.revokedBecause, 'issuer_not_trusted')
        assert.equal(await store.grants.revoke(mine, 'revoked_by_user', ACT), false)
        for (const other of others) {
          assert.equal((await store.grants.find(other))?.grant.revokedAt, null)
        }
      }
    })

    it('ends what came of it for one person whom it signs out, and remembers when', async (t) => {
      const { store } = await openEmpty(t, subject)
      const others = await begin(store)
      const which = { issuerId: trustedIssuer.id, accountId: account.id, clientId: client.id }
      const mine = await standing(store, which.issuerId)
      await store.trustedIssuers.signOut(which, actAt(NOW + 7))
      assert.equal((await store.grants.find(mine))?.grant.revokedBecause, 'ended_by_issuer')
      for (const other of others) {
        assert.equal((await store.grants.find(other))?.grant.revokedAt, null)
      }
      // An older message arrives later.
      await store.trustedIssuers.signOut(which, actAt(NOW + 3))
      const end = { byPerson: false, signedOutAt: NOW + 7 }
      assert.deepEqual(await store.trustedIssuers.findEnd(which), end)
      const nobody = { ...which, accountId: 'nobody' }
      assert.deepEqual(await store.trustedIssuers.findEnd(nobody), { ...end, signedOutAt: null })
      await store.sweep({ now: NOW + 4 * 60 * 60, overBefore: 0, limit: 100 })
      assert.equal((await store.trustedIssuers.findEnd(which)).signedOutAt, null)
    })

    it('keeps a person’s no, whichever way they disconnect, until they allow it again', async (t) => {
      const { store } = await openEmpty(t, subject)
      await begin(store)
      const which = { issuerId: trustedIssuer.id, accountId: account.id, clientId: client.id }
      const pair = { accountId: account.id, clientId: client.id }
      for (const disconnect of [
        (id: GrantId) => store.grants.revokeOfAccount({ id, ...pair }, 'revoked_by_user', ACT),
        () => store.consents.withdraw(pair, 'revoked_by_user', ACT),
        () => store.consents.withdrawAll(account.id, 'revoked_by_user', ACT),
      ]) {
        await disconnect(await standing(store, which.issuerId))
        await store.sweep({ now: NOW + 4 * 60 * 60, overBefore: 0, limit: 100 })
        assert.equal((await store.trustedIssuers.findEnd(which)).byPerson, true)
        const listed = await store.trustedIssuers.listEndedByPerson(account.id)
        const named = listed.filter(({ issuerId }) => issuerId === which.issuerId)
        assert.deepEqual(
          named.map(({ clientId }) => clientId),
          [client.id],
        )
        assert.equal(await store.trustedIssuers.allowAgain(which, ACT), true)
        assert.equal(await store.trustedIssuers.allowAgain(which, ACT), false)
        assert.equal((await store.trustedIssuers.findEnd(which)).byPerson, false)
      }
      // An operator who ends a grant says nothing for the person.
      const id = await standing(store, which.issuerId)
      await store.grants.revoke(id, 'revoked_by_operator', ACT)
      assert.equal((await store.trustedIssuers.findEnd(which)).byPerson, false)
    })
  })
}

let made = 100

/** A grant that came of the issuer's assertions. */
async function standing(store: Store, issuerId: string): Promise<GrantId> {
  made += 1
  const id = grantId(made)
  const inserted = await store.grants.insertStanding(
    { ...grant, id },
    { key: `assertion:${made}`, issuerId },
    ACT,
  )
  assert.equal(inserted, true)
  return id
}

/** The parties; returns grants of the same account that came of another issuer, and of none. */
async function begin(store: Store): Promise<readonly GrantId[]> {
  const [other = grantId(1)] = await insertGrants(store, 1)
  await store.trustedIssuers.insert(trustedIssuer, ACT)
  return [other, await standing(store, 'issuer-2')]
}
