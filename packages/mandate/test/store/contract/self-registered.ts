import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ACT } from '../../act.ts'
import { client, grant, NOW, registrationToken } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const DAY = 86_400
const before = NOW - 30 * DAY

export function selfRegisteredContract(subject: ContractSubject): void {
  describe('clients that registered themselves', () => {
    const known = (id: string, unusedSince: number) => ({
      ...client,
      id,
      registration: {
        by: 'itself' as const,
        tokenHash: 'a'.repeat(64),
        consentSince: NOW,
        unusedSince,
      },
    })

    it('are counted, and those that an operator registered are not', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.clients.insert(known('itself', NOW), ACT)
      await store.clients.insert({ ...client, id: 'operator', registration: null }, ACT)
      assert.equal(await store.clients.tallySelfRegistered(), 1)
      assert.equal((await store.clients.find('operator'))?.registration, null)
    })

    it('are marked if unused, without a grant; a marked one cannot get a grant any more', async (t) => {
      const { store } = await openEmpty(t, subject)
      for (const id of ['unused', 'granted', 'noted']) {
        await store.clients.insert(known(id, before - 1), ACT)
      }
      await store.clients.insert(known('new', before), ACT)
      await store.clients.insert({ ...client, id: 'operator', registration: null }, ACT)
      await store.grants.insert({ ...grant, clientId: 'granted' }, ACT)
      assert.equal(await store.clients.noteUsed('noted', NOW), true)
      assert.deepEqual(await store.clients.markUnused(before, 100), ['unused'])
      assert.equal(await store.clients.noteUsed('unused', NOW), false)
      assert.equal(await store.clients.noteUsed('granted', NOW), true)
      assert.equal(await store.clients.noteUsed('operator', NOW), false)
      // As after a crash between the mark and the deletion.
      assert.deepEqual(await store.clients.markUnused(before, 100), ['unused'])
    })

    it('in a race of the first grant and the sweep, one of them wins', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const other = (await openAgain()).store
      const ids = Array.from({ length: 20 }, (_, number) => `racing-${number}`)
      for (const id of ids) await store.clients.insert(known(id, before - 1), ACT)
      const [marked, ...noted] = await Promise.all([
        other.clients.markUnused(before, 100),
        ...ids.map((id) => store.clients.noteUsed(id, NOW)),
      ])
      for (const [place, id] of ids.entries()) {
        assert.notEqual(marked.includes(id), noted[place], id)
      }
    })
  })

  describe('initial access tokens', () => {
    it('are found by their hash, listed, and deleted once', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.registrationTokens.insert(registrationToken, ACT)
      const { id, tokenHash } = registrationToken
      assert.deepEqual(await store.registrationTokens.findByHash(tokenHash), registrationToken)
      assert.equal(await store.registrationTokens.findByHash('other'), undefined)
      const { rows } = await store.registrationTokens.list({ limit: 10 })
      assert.deepEqual(rows, [registrationToken])
      assert.equal(await store.registrationTokens.delete(id, ACT), true)
      assert.equal(await store.registrationTokens.delete(id, ACT), false)
    })

    it('are used as often as they may be, however many ask at once', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const other = (await openAgain()).store
      await store.registrationTokens.insert({ ...registrationToken, usesLeft: 3 }, ACT)
      const { id, expiresAt } = registrationToken
      assert.equal(await store.registrationTokens.use(id, expiresAt), false)
      const asked = Array.from({ length: 10 }, (_, number) =>
        (number % 2 ? store : other).registrationTokens.use(id, NOW),
      )
      assert.equal((await Promise.all(asked)).filter(Boolean).length, 3)
      const free = { ...registrationToken, id: 'free', tokenHash: 'free', usesLeft: null }
      await store.registrationTokens.insert(free, ACT)
      assert.equal(await store.registrationTokens.use('free', NOW), true)
    })
  })
}
