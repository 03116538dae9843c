import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Act, Operator } from '../../../src/facts/actor.ts'
import type { KeyId } from '../../../src/grants/grant.ts'
import type { Store } from '../../../src/store/port.ts'
import { ACT } from '../../act.ts'
import { account, NOW, scimUser } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const people = ['a', 'b', 'c'].map((id) => ({
  ...{ ...account, id, email: `${id}@b.example`, emailKey: `${id}@b.example` },
}))

async function insertPeople(store: Store): Promise<void> {
  for (const person of people) await store.accounts.insert(person, ACT)
}

async function kindsOf(store: Store): Promise<readonly string[]> {
  const facts = await store.facts.list({}, 1000)
  return facts
    .filter(({ kind }) => kind.startsWith('operator.'))
    .map((fact) => `${fact.kind} ${fact.accountId}${'role' in fact ? ` ${fact.role}` : ''}`)
    .toSorted()
}

export function operatorsContract(subject: ContractSubject): void {
  describe('operators', () => {
    it('are added once, for accounts that exist, and found while the account is enabled', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertPeople(store)
      const given = { accountId: 'a', role: 'owner', createdAt: NOW } as const
      const owner = { ...given, unconfirmedSince: null }
      assert.equal(await store.operators.insert(given, ACT), true)
      assert.equal(await store.operators.insert({ ...given, role: 'support' }, ACT), false)
      assert.equal(await store.operators.insert({ ...given, accountId: 'nobody' }, ACT), false)
      await store.operators.insert({ ...given, accountId: 'b', role: 'auditor' }, ACT)
      assert.deepEqual(await store.operators.find('a'), owner)
      assert.deepEqual(await store.operators.findActive('a'), owner)
      assert.equal(await store.operators.findActive('c'), undefined)
      const { rows, next } = await store.operators.list({ limit: 1 })
      assert.deepEqual([rows, next], [[owner], 'a'])
      const rest = await store.operators.list({ after: 'a', limit: 10 })
      assert.deepEqual([rest.rows.map(({ role }) => role), rest.next], [['auditor'], null])
      await store.accounts.disable('a', ACT)
      assert.equal(await store.operators.findActive('a'), undefined)
      assert.deepEqual(await store.operators.find('a'), owner)
      assert.deepEqual(await kindsOf(store), ['operator.added a owner', 'operator.added b auditor'])
    })

    it('keep an owner who can sign in, and record only what changed', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertPeople(store)
      const { operators } = store
      await operators.insert({ accountId: 'a', role: 'owner', createdAt: NOW }, ACT)
      await operators.insert({ accountId: 'b', role: 'owner', createdAt: NOW }, ACT)
      await store.accounts.disable('b', ACT)
      assert.equal(await operators.setRole('a', 'owner', ACT), false, 'the same role')
      assert.equal(await operators.setRole('a', 'auditor', ACT), false, 'the other is disabled')
      assert.equal(await operators.delete('a', ACT), false)
      assert.equal(await operators.delete('c', ACT), false)
      assert.equal(await operators.setRole('c', 'owner', ACT), false)
      await store.accounts.enable('b', ACT)
      assert.equal(await operators.setRole('a', 'auditor', ACT), true)
      assert.equal(await operators.delete('a', ACT), true)
      assert.equal(await operators.find('a'), undefined)
      assert.deepEqual(await kindsOf(store), [
        ...(['operator.added a owner', 'operator.added b owner', 'operator.removed a'] as const),
        'operator.role_changed a auditor',
      ])
    })

    it('two owners who remove each other at once do not both succeed', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const other = (await openAgain()).store
      await insertPeople(store)
      for (const accountId of ['a', 'b']) {
        await store.operators.insert({ accountId, role: 'owner', createdAt: NOW }, ACT)
      }
      const removed = await Promise.all([
        store.operators.delete('a', ACT),
        other.operators.setRole('b', 'support', ACT),
      ])
      assert.equal(removed.filter(Boolean).length, 1)
      assert.equal((await kindsOf(store)).length, 3)
    })

    it('wait for an owner once somebody with one factor adds a way to sign in', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertPeople(store)
      const since = async () => (await store.operators.find('a'))?.unconfirmedSince
      const link = (subject: string, by: Act['by']) =>
        store.accounts.link('a', { provider: 'door', subject }, { by, at: NOW + 5 })
      const a = { kind: 'account', id: 'a' } as const
      await link('before', a)
      await store.operators.insert({ accountId: 'a', role: 'owner', createdAt: NOW }, ACT)
      assert.equal(await since(), null)
      await link('own', { ...a, hasTwoFactors: true })
      await link('given', { kind: 'operator', via: 'shell' })
      assert.equal(await since(), null)
      await link('theirs', a)
      await link('more', { kind: 'platform', id: 'directory' })
      assert.equal(await since(), NOW + 5)
      assert.equal(await store.operators.confirm('a', ACT), true)
      assert.equal(await store.operators.confirm('a', ACT), false)
      assert.equal(await store.operators.confirm('b', ACT), false)
      assert.equal(await since(), null)
      const totp = { keyId: 'k' as KeyId, secret: new Uint8Array(29), lastUsedAt: null }
      const app = { accountId: 'a', createdAt: NOW, ...totp }
      await store.secondFactors.putTotp(app, null, { by: a, at: NOW + 6 })
      assert.equal(await since(), NOW + 6)
      const told = (await kindsOf(store)).filter((kind) => /confirmed/.test(kind))
      assert.deepEqual(told, [
        ...(['operator.confirmed a', 'operator.unconfirmed a', 'operator.unconfirmed a'] as const),
      ])
    })

    it('wait for an owner when a directory or the platform brings an identity to their account', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertPeople(store)
      const { scimUsers, operators } = store
      const platform = { by: { kind: 'platform', id: 'directory' }, at: NOW + 5 } as const
      const user = { ...scimUser, accountId: 'd' }
      const person = { ...account, id: 'd', email: null, emailKey: null }
      await scimUsers.insert(user, person, platform)
      for (const accountId of ['a', 'd']) {
        await operators.insert({ accountId, role: 'support', createdAt: NOW }, ACT)
      }
      const since = async (id: string) => (await operators.find(id))?.unconfirmedSince
      const quietly = { email: null, name: 'New', profile: null, changed: [], turns: null }
      const renamed = { ...user, revision: 'renamed' }
      assert.equal(await scimUsers.update(renamed, { ...quietly, from: user }, platform), 'updated')
      assert.equal(await since('d'), null)
      const moved = { ...renamed, externalId: 'of-somebody-else', revision: 'moved' }
      await scimUsers.update(moved, { ...quietly, from: renamed }, platform)
      assert.equal(await since('d'), NOW + 5)
      assert.equal(await store.accounts.merge('b', 'a', platform), true)
      assert.equal(await since('a'), NOW + 5)
    })

    it('end with their account', async (t) => {
      const { store } = await openEmpty(t, subject)
      await insertPeople(store)
      await store.operators.insert({ accountId: 'c', role: 'support', createdAt: NOW }, ACT)
      await store.accounts.delete('c', ACT)
      assert.equal(await store.operators.find('c'), undefined)
    })

    it('a refused operator who tries again and again leaves one fact', async (t) => {
      const { store } = await openEmpty(t, subject)
      const by = (id: string): Operator => ({
        ...{ kind: 'operator', via: 'api', id: `account:${id}`, permissions: new Set() },
      })
      const heard: unknown[] = []
      store.facts.watch(async (facts) => void heard.push(...facts))
      for (let time = 0; time < 3; time++) {
        await store.operators.noteRefused('keys:write', by('a'))
        await store.operators.noteRefused('users:read', by('a'))
        await store.operators.noteRefused('keys:write', by('b'))
      }
      const facts = await store.facts.list({}, 100)
      // The hour may end in between.
      assert.ok(facts.length >= 3 && facts.length <= 6, `${facts.length} facts`)
      assert.equal(heard.length, facts.length)
      const said = facts.map(
        (fact) =>
          'permission' in fact && 'id' in fact.by && [fact.permission, fact.by.id].join(' '),
      )
      assert.equal(new Set(said).size, 3)
    })
  })
}
