import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Store } from '../../../src/store/port.ts'
import { ROWS_PER_WRITE } from '../../../src/store/queries/grants.ts'
import { changeableAccount } from '../../../src/store/tables/accounts.ts'
import { ACT, actAt } from '../../act.ts'
import { sampleOf } from './sample-of.ts'
import {
  account,
  client,
  consent,
  grant,
  grantId,
  insertGrants,
  insertParties,
  NOW,
  session,
} from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const PROVIDER = 'https://login.example'
const ada = { provider: PROVIDER, subject: 'ada' }
const bare = { ...account, email: null, emailKey: null, passwordHash: null }
const other = { ...bare, id: 'account-2' }

/** The ids of the accounts behind these subjects. */
async function ownersOf(store: Store, ...subjects: readonly string[]) {
  const found = subjects.map((subject) => store.accounts.findByIdentity(PROVIDER, subject))
  return (await Promise.all(found)).map((owner) => owner?.id)
}

export function identitiesContract(subject: ContractSubject): void {
  describe('identities', () => {
    it('with a NUL are found nowhere, and disturb no other lookup at the same time', async (t) => {
      const { store } = await openEmpty(t, subject)
      const { accounts, scimUsers } = store
      await accounts.insert(account, ACT)
      const found = await Promise.all([
        accounts.find(account.id),
        accounts.find(`${account.id}\0`),
        accounts.findByIdentity('acme', '\0'),
        accounts.findByEmailKey('a\0@example.com'),
        scimUsers.find('acme', '\0'),
        accounts.find(account.id),
      ])
      const nothing = [undefined, undefined, undefined, undefined]
      assert.deepEqual(found, [account, ...nothing, account])
    })

    it('lead to the account they were made with, by provider and subject only', async (t) => {
      const { store } = await openEmpty(t, subject)
      const names = [ada, { provider: 'platform', subject: 'Zoë 1' }]
      assert.equal(await store.accounts.insert(account, ACT, names), 'inserted')
      assert.equal(await store.accounts.insert({ ...other, email: account.email }, ACT), 'inserted')
      assert.deepEqual(await store.accounts.findByIdentity(PROVIDER, 'ada'), account)
      assert.deepEqual(await store.accounts.findByIdentity('platform', 'Zoë 1'), account)
      assert.equal(await store.accounts.findByIdentity('platform', 'ada'), undefined)
      assert.equal(await store.accounts.findByIdentity(PROVIDER, 'Ada'), undefined)
      const kept = names.map((name) => ({ ...name, accountId: account.id, createdAt: NOW }))
      assert.deepEqual(await store.accounts.listIdentities(account.id), kept)
      assert.deepEqual(await store.accounts.listIdentities(other.id), [])
    })

    it('make one account of ten first sign-ins at once, and leave nothing of the others', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      const inserts = Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? store : elsewhere).accounts.insert({ ...bare, id: `a${index}` }, ACT, [ada]),
      )
      const outcomes = await Promise.all(inserts)
      const winners = outcomes.flatMap((is, index) => (is === 'inserted' ? [`a${index}`] : []))
      assert.equal(winners.length, 1)
      assert.equal(outcomes.filter((is) => is === 'identity_taken').length, 9)
      assert.deepEqual(await ownersOf(store, 'ada'), winners)
      const { rows } = await store.accounts.list({ limit: 100 })
      assert.deepEqual(
        rows.map(({ id }) => id),
        winners,
      )
    })

    it('leave nothing of an account whose id or address is taken', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      const taken = { ...account, id: other.id }
      assert.equal(await store.accounts.insert(taken, ACT, [ada]), 'email_taken')
      assert.equal(await store.accounts.insert({ ...bare, id: account.id }, ACT, [ada]), 'id_taken')
      assert.deepEqual(await store.accounts.find(account.id), account)
      assert.equal(await store.accounts.find(other.id), undefined)
      assert.deepEqual(await ownersOf(store, 'ada'), [undefined])
      assert.equal(await store.accounts.insert(other, ACT, [ada]), 'inserted')
    })

    it('are inserted a thousand at a time in few transactions', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      const before = engine.statistics()
      const outcomes = await Promise.all(
        Array.from({ length: 1_000 }, (_, index) =>
          store.accounts.insert({ ...bare, id: `a${index}` }, ACT, [
            { provider: PROVIDER, subject: `s${index}` },
          ]),
        ),
      )
      assert.deepEqual(new Set(outcomes), new Set(['inserted']))
      const transactions = engine.statistics().writeTransactions - before.writeTransactions
      assert.ok(transactions < 20, `${transactions} transactions`)
      assert.deepEqual(await ownersOf(store, 's0', 's999'), ['a0', 'a999'])
    })

    it('are linked to one account if several are asked for at the same time', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      await store.accounts.insert(other, ACT)
      const answers = await Promise.all(
        [account, other].map(({ id }) => store.accounts.link(id, ada, ACT)),
      )
      assert.deepEqual(answers.toSorted(), ['identity_taken', 'linked'])
      const [owner = ''] = await ownersOf(store, 'ada')
      assert.equal(owner, answers[0] === 'linked' ? account.id : other.id)
      assert.equal(await store.accounts.link(owner, ada, actAt(NOW + 1)), 'linked')
      const kept = [{ ...ada, accountId: owner, createdAt: NOW }]
      assert.deepEqual(await store.accounts.listIdentities(owner), kept)
      const eve = { provider: PROVIDER, subject: 'eve' }
      assert.equal(await store.accounts.link('nobody', eve, ACT), 'no_such_account')
    })

    it('are not left behind by an account that is deleted while they are linked to it', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      await store.accounts.insert(account, ACT)
      const numbers = Array.from({ length: 40 }, (_, number) => number)
      await Promise.all(
        numbers.map((number) => store.accounts.insert({ ...bare, id: `dying-${number}` }, ACT)),
      )
      for (const number of numbers) {
        const id = `dying-${number}`
        const eve = { provider: PROVIDER, subject: `eve-${number}` }
        await Promise.all([
          store.accounts.link(id, eve, ACT),
          number % 2 === 0
            ? elsewhere.accounts.delete(id, ACT)
            : elsewhere.accounts.merge(id, account.id, ACT),
        ])
        assert.equal(await store.accounts.find(id), undefined)
        // Who comes as eve from now on can be linked to an account.
        const owner = await store.accounts.findByIdentity(PROVIDER, eve.subject)
        if (owner === undefined) {
          assert.equal(await store.accounts.link(account.id, eve, ACT), 'linked')
        } else {
          assert.equal(owner.id, account.id)
        }
      }
    })

    it('end with the sessions of their provider when they are unlinked', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT, [ada])
      const begin = (id: string, provider: string | null) =>
        store.sessions.insert({ ...session, id, provider }, null, ACT)
      assert.equal(await begin('by provider', PROVIDER), true)
      assert.equal(await begin('by password', null), true)
      assert.equal(await begin('by another', 'https://other.example'), false)
      const eve = { ...ada, subject: 'eve' }
      assert.equal(await store.accounts.unlink(account.id, eve, ACT), false)
      assert.equal(await store.accounts.unlink('nobody', ada, ACT), false)
      assert.ok(await store.sessions.find('by provider'))
      assert.equal(await store.accounts.unlink(account.id, ada, ACT), true)
      assert.equal(await store.accounts.unlink(account.id, ada, ACT), false)
      assert.equal(await store.sessions.find('by provider'), undefined)
      assert.ok(await store.sessions.find('by password'))
      assert.equal(await begin('too late', PROVIDER), false)
    })
  })

  describe('the last identity', () => {
    it('stays if it may not be unlinked, even when two are unlinked at once', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      for (let round = 0; round < 20; round++) {
        const id = `round ${round}`
        const names = ['one', 'two'].map((name) => ({ provider: PROVIDER, subject: id + name }))
        await store.accounts.insert({ ...bare, id }, ACT, names)
        const answers = await Promise.all(
          names.map((name, index) => {
            const { accounts } = index === 0 ? store : elsewhere
            return accounts.unlink(id, { ...name, mayBeLast: false }, ACT)
          }),
        )
        assert.deepEqual(answers.toSorted(), [false, true])
        const kept = names.filter((_, index) => !answers[index])
        assert.deepEqual(await ownersOf(store, kept[0]?.subject ?? ''), [id])
        await store.accounts.setPassword(id, 'a hash', ACT)
        const [last = ada] = kept
        assert.equal(await store.accounts.unlink(id, { ...last, mayBeLast: false }, ACT), true)
      }
    })
  })

  describe('accounts', () => {
    it('change what is named and leave the rest', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.accounts.insert(account, ACT)
      let expected: typeof account = account
      for (const [property, value] of Object.entries(sampleOf(changeableAccount, 'other'))) {
        expected = { ...expected, [property]: value }
        assert.equal(await store.accounts.update(account.id, { [property]: value }, ACT), 'updated')
        assert.deepEqual(await store.accounts.find(account.id), expected)
      }
      await store.accounts.insert({ ...other, emailKey: 'taken' }, ACT)
      const taken = { emailKey: 'taken', name: 'Eve' }
      assert.equal(await store.accounts.update(account.id, taken, ACT), 'email_taken')
      assert.deepEqual(await store.accounts.find(account.id), expected)
      const nobody = await store.accounts.update('nobody', { name: 'Eve' }, ACT)
      assert.equal(nobody, 'no_such_account')
    })

    it('are deleted with all they had, and their id is never used again', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 3)
      await store.accounts.insert({ ...other, emailKey: 'other' }, ACT)
      await store.grants.insert(
        { ...grant, id: grantId(9), subject: { kind: 'account', id: other.id } },
        ACT,
      )
      await store.consents.put(consent, ACT)
      await store.consents.put({ ...consent, accountId: other.id }, ACT)
      await store.sessions.insert(session, account.passwordHash, ACT)
      await store.accounts.link(account.id, ada, ACT)
      const answers = await Promise.all([1, 2, 3].map(() => store.accounts.delete(account.id, ACT)))
      assert.equal(answers.filter(Boolean).length, 1)
      assert.equal(await store.accounts.find(account.id), undefined)
      assert.equal(await store.sessions.find(session.id), undefined)
      assert.equal(await store.consents.find(account.id, client.id), undefined)
      assert.ok(await store.consents.find(other.id, client.id))
      const { rows } = await store.grants.list({}, { limit: 10 })
      assert.deepEqual(
        rows.map(({ id }) => id),
        [grantId(9)],
      )
      assert.equal(await store.accounts.insert(account, ACT), 'id_taken')
      assert.deepEqual(
        [await store.accounts.wasDeleted(account.id), await store.accounts.wasDeleted('never')],
        [true, false],
      )
      assert.equal(await store.accounts.insert({ ...account, id: 'new' }, ACT, [ada]), 'inserted')
      assert.deepEqual(await ownersOf(store, 'ada'), ['new'])
    })

    it('with very many grants are deleted as fast, and every grant is refused', async (t) => {
      const { store } = await openEmpty(t, subject)
      const ids = await insertGrants(store, ROWS_PER_WRITE + 1)
      assert.equal(await store.accounts.delete(account.id, ACT), true)
      const [first = grantId(1)] = ids
      assert.equal((await store.grants.find(first))?.account, null)
      const sweep = { now: NOW, overBefore: NOW, limit: 1000 }
      await store.sweep(sweep)
      assert.equal(await store.grants.find(first), undefined)
    })

    it('that are deleted and made at the same moment never come back under the old id', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      for (let round = 0; round < 20; round++) {
        const again = { ...bare, id: `round ${round}` }
        await store.accounts.insert(again, ACT)
        await Promise.all([
          elsewhere.accounts.insert(again, ACT),
          store.accounts.delete(again.id, ACT),
          elsewhere.accounts.insert(again, ACT),
        ])
        assert.equal(await store.accounts.find(again.id), undefined)
      }
    })

    it('are merged: the identities go to the other, everything else ends', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertGrants(store, 2)
      await store.consents.put(consent, ACT)
      const eve = { provider: PROVIDER, subject: 'eve' }
      await store.accounts.insert(other, ACT, [eve])
      await store.accounts.link(account.id, ada, ACT)
      await store.sessions.insert(session, account.passwordHash, ACT)
      assert.equal(await store.accounts.merge(account.id, 'nobody', ACT), false)
      assert.equal(await store.accounts.merge('nobody', other.id, ACT), false)
      assert.equal(await store.accounts.merge(account.id, account.id, ACT), false)
      assert.ok(await store.sessions.find(session.id))
      assert.equal(await store.accounts.merge(account.id, other.id, ACT), true)
      assert.equal(await store.accounts.merge(account.id, other.id, ACT), false)
      assert.deepEqual(await ownersOf(store, 'ada', 'eve'), [other.id, other.id])
      assert.deepEqual(await store.accounts.find(other.id), other)
      assert.equal(await store.accounts.find(account.id), undefined)
      assert.equal(await store.sessions.find(session.id), undefined)
      assert.equal(await store.consents.find(account.id, client.id), undefined)
      assert.deepEqual((await store.grants.list({}, { limit: 10 })).rows, [])
      assert.equal(await store.accounts.insert(account, ACT), 'id_taken')
    })

    it('merged into one that is deleted meanwhile lose nothing, or go with it', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const elsewhere = (await openAgain()).store
      for (let round = 0; round < 20; round++) {
        const [from, into] = [`from ${round}`, `into ${round}`]
        const name = { provider: PROVIDER, subject: from }
        await store.accounts.insert({ ...bare, id: from }, ACT, [name])
        await store.accounts.insert({ ...bare, id: into }, ACT)
        const [merged] = await Promise.all([
          elsewhere.accounts.merge(from, into, ACT),
          store.accounts.delete(into, ACT),
        ])
        const left = merged ? undefined : from
        assert.equal((await store.accounts.find(from))?.id, left)
        assert.deepEqual(await ownersOf(store, from), [left])
        const again = { ...bare, id: `again ${round}` }
        assert.equal(
          await store.accounts.insert(again, ACT, [name]),
          merged ? 'inserted' : 'identity_taken',
        )
      }
    })

    it('say whether a grant of theirs is live, each of many in one transaction', async (t) => {
      const { store, engine } = await openEmpty(t, subject)
      await insertGrants(store, 2)
      await store.accounts.insert(other, ACT)
      const before = engine.statistics().readTransactions
      const ids = [account.id, other.id, 'nobody']
      const haveLive = () => Promise.all(ids.map((id) => store.grants.hasLive(id)))
      assert.deepEqual(await haveLive(), [true, false, false])
      assert.equal(engine.statistics().readTransactions - before, 1)
      await store.grants.revoke(grantId(1), 'reuse', ACT)
      assert.deepEqual(await haveLive(), [true, false, false])
      await store.grants.revokeAllOf({ accountId: account.id }, 'revoked_by_platform', ACT)
      assert.deepEqual(await haveLive(), [false, false, false])
    })

    it('sign out everywhere, and nowhere else', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertParties(store)
      await store.accounts.insert(other, ACT)
      const begin = (id: string, accountId: string) =>
        store.sessions.insert({ ...session, id, accountId }, null, ACT)
      await begin('one', account.id)
      await begin('two', account.id)
      await begin('other’s', other.id)
      assert.equal(await store.accounts.endSessions(account.id, ACT), 2)
      assert.equal(await store.accounts.endSessions(account.id, ACT), 0)
      assert.equal(await store.sessions.find('one'), undefined)
      assert.ok(await store.sessions.find('other’s'))
    })
  })
}
