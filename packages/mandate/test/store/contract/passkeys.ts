import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MOST_PASSKEYS } from '../../../src/store/port.ts'
import { ACT, actAt } from '../../act.ts'
import { account, NOW, passkey } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const other = { ...account, id: 'account-2', email: null, emailKey: null, passwordHash: null }
const identity = { provider: 'https://login.example', subject: 'ada' }
const uses = (counter: number) => ({ counter, isBackedUp: true })

export function passkeysContract(subject: ContractSubject): void {
  describe('passkeys', () => {
    it('are found with their account, and listed oldest first', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      const older = { ...passkey, id: 'older', createdAt: NOW - 1 }
      assert.equal(await store.passkeys.insert(passkey, ACT), 'inserted')
      assert.equal(await store.passkeys.insert(older, ACT), 'inserted')
      assert.deepEqual(await store.passkeys.find(passkey.id), { passkey, account })
      assert.equal(await store.passkeys.find('another'), undefined)
      assert.deepEqual(await store.passkeys.listOf(account.id), [older, passkey])
      assert.deepEqual(await store.passkeys.listOf('another'), [])
    })

    it('have one owner, even if two accounts add the same one at once', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      await store.accounts.insert(account, ACT)
      await store.accounts.insert(other, ACT)
      for (let round = 0; round < 10; round++) {
        const id = `round-${round}`
        const answers = await Promise.all([
          store.passkeys.insert({ ...passkey, id }, ACT),
          elsewhere.passkeys.insert({ ...passkey, id, accountId: other.id }, ACT),
        ])
        assert.deepEqual(answers.toSorted(), ['id_taken', 'inserted'])
        const owner = answers[0] === 'inserted' ? account.id : other.id
        assert.equal((await store.passkeys.find(id))?.account.id, owner)
      }
    })

    it('are few for each account, even if many are added at once', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      const answers = await Promise.all(
        Array.from({ length: MOST_PASSKEYS + 5 }, (_, index) =>
          store.passkeys.insert({ ...passkey, id: `p${index}` }, ACT),
        ),
      )
      assert.equal(answers.filter((is) => is === 'too_many').length, 5)
      assert.equal((await store.passkeys.listOf(account.id)).length, MOST_PASSKEYS)
      const ofNobody = { ...passkey, accountId: 'nobody' }
      assert.equal(await store.passkeys.insert(ofNobody, ACT), 'no_such_account')
    })

    it('count one use of many with the same counter, and are suspended by the next', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      await store.accounts.insert(account, ACT)
      await store.passkeys.insert(passkey, ACT)
      const later = actAt(NOW + 60)
      assert.equal(await store.passkeys.use(passkey.id, uses(6), later), 'used')
      const kept = { ...passkey, counter: 6, isBackedUp: true, lastUsedAt: NOW + 60 }
      assert.deepEqual((await store.passkeys.find(passkey.id))?.passkey, kept)
      const answers = await Promise.all(
        [store, elsewhere, store].map(({ passkeys }) => passkeys.use(passkey.id, uses(7), later)),
      )
      assert.deepEqual(answers.toSorted(), ['cloned', 'refused', 'used'])
      assert.equal(await store.passkeys.use(passkey.id, uses(100), later), 'refused')
      const found = await store.passkeys.find(passkey.id)
      assert.deepEqual([found?.passkey.counter, found?.passkey.suspendedAt], [7, NOW + 60])
      assert.equal(await store.passkeys.use('gone', uses(1), later), 'refused')
    })

    it('of an authenticator that does not count can be used again and again', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      await store.passkeys.insert({ ...passkey, counter: 0 }, ACT)
      for (let round = 0; round < 3; round++) {
        assert.equal(await store.passkeys.use(passkey.id, uses(0), ACT), 'used')
      }
      // It counted once, so it is not the same authenticator that stops.
      assert.equal(await store.passkeys.use(passkey.id, uses(1), ACT), 'used')
      assert.equal(await store.passkeys.use(passkey.id, uses(0), ACT), 'cloned')
    })

    it('are renamed and removed only for their owner', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      await store.passkeys.insert(passkey, ACT)
      const { id } = passkey
      assert.equal(await store.passkeys.rename(other.id, { id, name: 'Mine' }, ACT), false)
      assert.equal(await store.passkeys.remove(other.id, { id, mayBeLast: true }, ACT), false)
      assert.equal(await store.passkeys.rename(account.id, { id, name: 'Phone' }, ACT), true)
      assert.equal((await store.passkeys.find(id))?.passkey.name, 'Phone')
      assert.equal(await store.passkeys.remove(account.id, { id, mayBeLast: true }, ACT), true)
      assert.equal(await store.passkeys.remove(account.id, { id, mayBeLast: true }, ACT), false)
    })

    it('are the last way in for one of two removals at once', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      for (let round = 0; round < 10; round++) {
        const accountId = `round ${round}`
        const [one, two] = [`${round}a`, `${round}b`]
        await store.accounts.insert({ ...other, id: accountId }, ACT)
        for (const id of [one, two]) await store.passkeys.insert({ ...passkey, id, accountId }, ACT)
        const before = (await store.facts.list({ accountId }, 100)).length
        const answers = await Promise.all([
          store.passkeys.remove(accountId, { id: one, mayBeLast: false }, ACT),
          elsewhere.passkeys.remove(accountId, { id: two, mayBeLast: false }, ACT),
        ])
        assert.deepEqual(answers.toSorted(), [false, true])
        assert.equal((await store.passkeys.listOf(accountId)).length, 1)
        assert.equal((await store.facts.list({ accountId }, 100)).length, before + 1)
      }
    })

    it('and identities are a way in for each other, unless the passkey is suspended', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(other, ACT, [identity])
      const own = { ...passkey, accountId: other.id }
      const last = { ...identity, mayBeLast: false }
      await store.passkeys.insert({ ...own, suspendedAt: NOW }, ACT)
      assert.equal(await store.accounts.unlink(other.id, last, ACT), false)
      await store.passkeys.insert({ ...own, id: 'good' }, ACT)
      assert.equal(await store.accounts.unlink(other.id, last, ACT), true)
      const removal = { id: 'good', mayBeLast: false }
      assert.equal(await store.passkeys.remove(other.id, removal, ACT), false)
      await store.accounts.link(other.id, identity, ACT)
      assert.equal(await store.passkeys.remove(other.id, removal, ACT), true)
    })

    it('go with their account', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      await store.passkeys.insert(passkey, ACT)
      await store.accounts.delete(account.id, ACT)
      // The id is free again, as no row is left.
      await store.accounts.insert(other, ACT)
      const again = { ...passkey, accountId: other.id }
      assert.equal(await store.passkeys.insert(again, ACT), 'inserted')
    })
  })
}
