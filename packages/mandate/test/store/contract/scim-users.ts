import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Store } from '../../../src/store/port.ts'
import type { ScimUser } from '../../../src/store/records.ts'
import { ACT, actAt } from '../../act.ts'
import { account, NOW, scimUser, session } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const bare = { ...account, email: null, emailKey: null, passwordHash: null }
const owned = { ...bare, id: scimUser.accountId }
const { provider } = scimUser
const shown = {
  email: 'new@example.com',
  name: 'New',
  profile: { nickname: 'Newt', updated_at: 1 },
}

/** Another user, with everything of its own. */
function numbered(number: number): ScimUser {
  const name = `user-${number}`
  return {
    ...{ ...scimUser, accountId: `account-${number}`, userName: name, userNameKey: name },
    ...{ externalId: `oid-${number}`, revision: `revision-${number}` },
  }
}

async function insert(store: Store, user: ScimUser) {
  return store.scimUsers.insert(user, { ...bare, id: user.accountId }, ACT)
}

/** The next revision of a user. */
function changed(from: ScimUser, change: Partial<ScimUser>) {
  return { ...from, ...change, revision: `${from.revision}+` }
}
const quietly = { ...shown, changed: [], turns: null }

export function scimUsersContract(subject: ContractSubject): void {
  describe('users of directories', () => {
    it('are made with their account, linked by the external id, and found by each name', async (t) => {
      const { store } = await openEmpty(t, subject)
      assert.equal(await store.scimUsers.insert(scimUser, owned, ACT), 'inserted')
      assert.deepEqual(await store.accounts.find(owned.id), owned)
      const { userNameKey, externalId, emailKey } = scimUser
      assert.equal((await store.accounts.findByIdentity(provider, externalId))?.id, owned.id)
      const found = { ...scimUser, disabledAt: null, canBeKept: false }
      const { scimUsers } = store
      assert.deepEqual(await scimUsers.find(provider, owned.id), found)
      assert.deepEqual(await scimUsers.findByUserName(provider, userNameKey), found)
      assert.deepEqual(await scimUsers.findByExternalId(provider, externalId), found)
      assert.deepEqual(await scimUsers.listByEmail(provider, emailKey), [found])
      for (const missing of [
        await scimUsers.find('another', owned.id),
        await scimUsers.findByUserName('another', userNameKey),
        await scimUsers.findByExternalId('another', externalId),
        (await scimUsers.listByEmail('another', emailKey))[0],
      ]) {
        assert.equal(missing, undefined)
      }
      assert.deepEqual(await scimUsers.listNamed(userNameKey), [found])
      assert.deepEqual(await scimUsers.listNamed('another'), [])
      await store.accounts.disable(owned.id, ACT)
      assert.equal((await scimUsers.find(provider, owned.id))?.disabledAt, ACT.at)
    })

    it('leave nothing behind if a name is taken', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT, [{ provider, subject: 'arrived' }])
      await insert(store, numbered(2))
      const { userNameKey, externalId } = numbered(2)
      for (const [taken, outcome] of [
        [{ userNameKey }, 'user_name_taken'],
        [{ externalId }, 'external_id_taken'],
        [{ externalId: 'arrived' }, 'external_id_taken'],
      ] as const) {
        const user = { ...numbered(3), ...taken }
        assert.equal(await insert(store, user), outcome)
        assert.equal(await store.accounts.find(user.accountId), undefined)
        assert.equal(await store.scimUsers.find(provider, user.accountId), undefined)
      }
      assert.equal(await insert(store, { ...numbered(3), provider: 'another' }), 'inserted')
      assert.equal(await store.scimUsers.tally(provider), 1)
    })

    it('are listed by id, after one of them or after a number of them', async (t) => {
      const { store } = await openEmpty(t, subject)
      for (const number of [5, 2, 4, 3]) await insert(store, numbered(number))
      await insert(store, { ...numbered(6), provider: 'another' })
      const ids = async (page: { after?: string; skipped?: number; limit: number }) =>
        (await store.scimUsers.list(provider, page)).map(({ accountId }) => accountId)
      assert.equal(await store.scimUsers.tally(provider), 4)
      assert.deepEqual(await ids({ limit: 3 }), ['account-2', 'account-3', 'account-4'])
      assert.deepEqual(await ids({ skipped: 2, limit: 3 }), ['account-4', 'account-5'])
      assert.deepEqual(await ids({ after: 'account-3', limit: 1 }), ['account-4'])
      assert.deepEqual(await ids({ after: 'account-3', skipped: 1, limit: 9 }), ['account-5'])
      assert.deepEqual(await ids({ skipped: 4, limit: 9 }), [])
      assert.deepEqual(await ids({ after: 'account-5', limit: 9 }), [])
    })

    it('adopt an account that has the identity, and no other', async (t) => {
      const { store } = await openEmpty(t, subject)
      const user = { ...scimUser, accountId: account.id }
      const wish = { ...shown, disables: false }
      await store.accounts.insert(account, ACT)
      assert.equal(await store.scimUsers.adopt(user, wish, ACT), 'no_such_identity')
      assert.deepEqual(await store.accounts.find(account.id), account)
      await store.accounts.link(account.id, { provider, subject: user.externalId }, ACT)
      assert.equal(await store.scimUsers.adopt(user, wish, ACT), 'adopted')
      const { email, emailKey } = account
      // The address is the name that the person signs in with.
      const kept = { ...account, ...shown, email, emailKey }
      assert.deepEqual(await store.accounts.find(account.id), kept)
      const again = { ...user, revision: 'again' }
      assert.equal(await store.scimUsers.adopt(again, wish, ACT), 'external_id_taken')
    })

    it('are not left behind by an account that is deleted while it is adopted', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      for (let number = 0; number < 20; number += 1) {
        const user = numbered(number)
        const identity = { provider, subject: user.externalId ?? '' }
        await store.accounts.insert({ ...bare, id: user.accountId }, ACT, [identity])
        await Promise.all([
          store.scimUsers.adopt(user, { ...shown, disables: false }, ACT),
          elsewhere.accounts.delete(user.accountId, ACT),
        ])
        // The directory can provision them anew.
        const again = { ...user, accountId: `again-${number}`, revision: `again-${number}` }
        assert.equal(await insert(store, again), 'inserted')
      }
    })

    it('are changed at the revision that was read, with their account, or not at all', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.scimUsers.insert(scimUser, owned, ACT)
      const sessions = ['one', 'two'].map((id, index) => ({
        ...{ ...session, id, accountId: owned.id, provider: index === 0 ? provider : null },
      }))
      for (const one of sessions) await store.sessions.insert(one, null, ACT)
      const next = changed(scimUser, { externalId: 'moved', userName: 'Moved' })
      const stale = { ...scimUser, revision: 'earlier' }
      const wish = { ...quietly, turns: 'off' } as const
      assert.equal(
        await store.scimUsers.update(next, { ...wish, from: stale }, ACT),
        'changed_meanwhile',
      )
      assert.deepEqual(await store.accounts.find(owned.id), owned)
      assert.equal((await store.sessions.listOf(owned.id)).length, 2)
      assert.equal(await store.accounts.findByIdentity(provider, 'moved'), undefined)

      assert.equal(
        await store.scimUsers.update(next, { ...quietly, from: scimUser }, ACT),
        'updated',
      )
      assert.deepEqual(await store.scimUsers.find(provider, owned.id), {
        ...{ ...next, disabledAt: null, canBeKept: false },
      })
      assert.deepEqual(await store.accounts.find(owned.id), {
        ...{ ...owned, ...shown, emailVerified: false },
      })
      const { externalId } = scimUser
      assert.equal(await store.accounts.findByIdentity(provider, externalId), undefined)
      assert.equal((await store.accounts.findByIdentity(provider, 'moved'))?.id, owned.id)
      const left = await store.sessions.listOf(owned.id)
      assert.deepEqual(
        left.map(({ id }) => id),
        ['two'],
      )

      const off = changed(next, { deactivatedAt: NOW + 5 })
      await store.scimUsers.update(off, { ...wish, from: next }, actAt(NOW + 5))
      assert.equal((await store.accounts.find(owned.id))?.disabledAt, NOW + 5)
      assert.deepEqual(await store.sessions.listOf(owned.id), [])
      await store.accounts.disable(owned.id, actAt(NOW + 6))
      const other = changed(off, { deactivatedAt: null })
      await store.scimUsers.update(other, { ...quietly, turns: 'on', from: off }, ACT)
      assert.equal((await store.accounts.find(owned.id))?.disabledAt, NOW + 6)
      const on = changed(other, {})
      const own = { ...other, deactivatedAt: NOW + 6 }
      await store.scimUsers.update(on, { ...quietly, turns: 'on', from: own }, ACT)
      assert.equal((await store.accounts.find(owned.id))?.disabledAt, null)
    })

    it('do not take the names of others', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insert(store, numbered(2))
      await insert(store, numbered(3))
      await store.accounts.insert(account, ACT, [{ provider, subject: 'arrived' }])
      const { userNameKey, externalId } = numbered(2)
      for (const [taken, outcome] of [
        [{ userNameKey }, 'user_name_taken'],
        [{ externalId }, 'external_id_taken'],
        [{ externalId: 'arrived' }, 'external_id_taken'],
      ] as const) {
        const next = changed(numbered(3), taken)
        const is = await store.scimUsers.update(next, { ...quietly, from: numbered(3) }, ACT)
        assert.equal(is, outcome)
      }
      assert.deepEqual(await store.scimUsers.find(provider, 'account-3'), {
        ...{ ...numbered(3), disabledAt: null, canBeKept: false },
      })
      assert.equal((await store.accounts.findByIdentity(provider, 'oid-3'))?.id, 'account-3')
    })

    it('are changed by one of ten who read the same revision', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      await store.scimUsers.insert(scimUser, owned, ACT)
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, index) => {
          const next = { ...scimUser, userName: `${index}`, revision: `revision-${index}` }
          const { scimUsers } = index % 2 ? store : elsewhere
          return scimUsers.update(next, { ...quietly, from: scimUser }, ACT)
        }),
      )
      assert.equal(outcomes.filter((is) => is === 'updated').length, 1)
      assert.equal(outcomes.filter((is) => is === 'changed_meanwhile').length, 9)
    })

    it('go with their account', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      await insert(store, numbered(2))
      await insert(store, numbered(3))
      assert.equal(await store.accounts.delete('account-2', ACT), true)
      assert.equal(await store.accounts.merge('account-3', account.id, ACT), true)
      assert.equal(await store.scimUsers.tally(provider), 0)
    })
  })
}
