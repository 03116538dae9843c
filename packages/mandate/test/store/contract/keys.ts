import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KeyId } from '../../../src/grants/grant.ts'
import type { HeldKey, KeySlot, KeyStore } from '../../../src/store/port.ts'
import { ACT } from '../../act.ts'
import { grant, NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const key = (id: string, slot: KeySlot = 'token'): HeldKey => ({ id: id as KeyId, slot })
const [one, other, third] = [key('0000000a'), key('0000000b'), key('0000000c')]

/** A server or a command whose file holds these keys; it wants the last of each slot. */
function adopt(
  keys: KeyStore,
  held: readonly HeldKey[],
  { node, at = NOW }: { readonly node?: string; readonly at?: number } = {},
) {
  const wanted = held.filter(({ slot }, index) =>
    held.slice(index + 1).every((later) => later.slot !== slot),
  )
  return keys.adopt({
    ...{ held, wanted, publishedSeconds: 300, at },
    ...(node !== undefined && { node }),
  })
}

/** `0000000a active` and so on. */
async function statesIn(keys: KeyStore): Promise<readonly string[]> {
  return (await keys.list()).map(({ id, activeAt, retiringAt, retiredAt }) => {
    const state = retiredAt ? 'retired' : retiringAt ? 'retiring' : activeAt ? 'active' : 'next'
    return `${id} ${state}`
  })
}

export function keysContract(subject: ContractSubject): void {
  describe('keys', () => {
    it('are active when nobody serves, and remembered', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      await adopt(store.keys, [one])
      await adopt(store.keys, [one], { at: NOW + 1 })
      assert.deepEqual(await (await openAgain()).store.keys.list(), [
        {
          ...{ id: one.id, slot: 'token', notedAt: NOW, readyAt: NOW, activeAt: NOW },
          ...{ retiringAt: null, retiredAt: null },
        },
      ])
    })

    it('are used once every server holds them, and none goes back to an older one', async (t) => {
      const { store } = await openEmpty(t, subject)
      await adopt(store.keys, [one], { node: 'a' })
      await adopt(store.keys, [one], { node: 'b' })
      await adopt(store.keys, [one, other], { node: 'a' })
      assert.deepEqual(await statesIn(store.keys), ['0000000a active', '0000000b next'])
      await adopt(store.keys, [one, other], { node: 'b' })
      assert.deepEqual(await statesIn(store.keys), ['0000000a retiring', '0000000b active'])
      await adopt(store.keys, [other, one], { node: 'a' })
      assert.deepEqual(await statesIn(store.keys), ['0000000a retiring', '0000000b active'])
    })

    it('do not wait for a server that has left, or was found dead', async (t) => {
      const { store } = await openEmpty(t, subject)
      for (const node of ['a', 'b', 'c']) await adopt(store.keys, [one], { node })
      await adopt(store.keys, [one], { node: 'c' })
      await store.keys.leave('b')
      await store.keys.leave('c', 1)
      assert.deepEqual(
        (await store.keys.listNodes()).map(({ id, beats }) => [id, beats]),
        [
          ['a', 1],
          ['c', 2],
        ],
        'it has lived on',
      )
      await store.keys.leave('c', 2)
      await adopt(store.keys, [one, other], { node: 'a' })
      assert.deepEqual(await statesIn(store.keys), ['0000000a retiring', '0000000b active'])
    })

    it('of a file that lacks one in use are neither noted nor used', async (t) => {
      const { store } = await openEmpty(t, subject)
      await adopt(store.keys, [one])
      await adopt(store.keys, [third, other])
      assert.deepEqual(await statesIn(store.keys), ['0000000a active'])
    })

    it('that sign have been published for a while before their first signature', async (t) => {
      const { store } = await openEmpty(t, subject)
      const [first, second] = [key('first', 'EC'), key('second', 'EC')]
      await adopt(store.keys, [first, key('only', 'RSA')], { node: 'a' })
      await adopt(store.keys, [first, second], { node: 'a', at: NOW + 10 })
      await adopt(store.keys, [first, second], { node: 'a', at: NOW + 309 })
      assert.deepEqual(await statesIn(store.keys), ['first active', 'only active', 'second next'])
      await adopt(store.keys, [first], { node: 'b', at: NOW + 309 })
      await adopt(store.keys, [first, second], { node: 'a', at: NOW + 310 })
      await adopt(store.keys, [first, second], { node: 'b', at: NOW + 320 })
      assert.deepEqual((await statesIn(store.keys)).at(-1), 'second next', 'b has just begun')
      await adopt(store.keys, [first, second], { node: 'a', at: NOW + 620 })
      assert.deepEqual(await statesIn(store.keys), [
        'first retiring',
        'only active',
        'second active',
      ])
    })

    it('of one owner win if many initialize a database at once', async (t) => {
      const opened = await openEmpty(t, subject)
      const others = await Promise.all(Array.from({ length: 5 }, () => opened.openAgain()))
      await Promise.all(
        [opened, ...others].map(({ store }, index) => {
          const own = [key(`0000001${index}`)]
          return adopt(store.keys, own)
        }),
      )
      const states = await statesIn(opened.store.keys)
      assert.deepEqual(
        states.map((state) => state.split(' ')[1]),
        ['active'],
      )
    })

    it('are never active where a server enters with an old file at the same time', async (t) => {
      const opened = await openEmpty(t, subject)
      const late = (await opened.openAgain()).store.keys
      await adopt(opened.store.keys, [one], { node: 'a' })
      const [, seen] = await Promise.all([
        adopt(opened.store.keys, [one, other], { node: 'a' }),
        adopt(late, [one], { node: 'b' }),
      ])
      // Either the newcomer learns that it lacks a key, or the key waits for it.
      const isActive = (await opened.store.keys.list()).some(
        ({ id, activeAt }) => id === other.id && activeAt !== null,
      )
      assert.equal(
        seen.some(({ id, activeAt }) => id === other.id && activeAt !== null),
        isActive,
      )
    })

    it('are retired once, unless they are active, and with them their grants', async (t) => {
      const { store } = await openEmpty(t, subject)
      await adopt(store.keys, [one])
      assert.equal(await store.keys.retire(one.id, ACT), false)
      const mine = { ...grant, keyId: one.id }
      const rest = { ...grant, id: `${grant.id.slice(0, -1)}f` as typeof grant.id, keyId: other.id }
      await store.grants.insert(mine, ACT)
      await store.grants.insert(rest, ACT)
      await adopt(store.keys, [one, other])
      assert.equal((await store.keys.tallyUses(one.id, NOW)).grants, 1)
      assert.equal(await store.keys.endGrants(one.id, NOW), 1)
      assert.equal(await store.keys.retire(one.id, ACT), true)
      assert.equal((await store.keys.tallyUses(one.id, NOW)).grants, 0)
      const { rows } = await store.grants.list({}, { limit: 2 })
      assert.deepEqual(
        new Map(rows.map(({ keyId, revokedBecause }) => [keyId, revokedBecause])),
        new Map([
          [one.id, 'revoked_by_operator'],
          [other.id, null],
        ]),
      )
      await adopt(store.keys, [one, other])
      assert.deepEqual(await statesIn(store.keys), ['0000000a retired', '0000000b active'])
    })
  })
}
