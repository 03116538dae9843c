import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { EXPLANATIONS_KEPT_SECONDS, type Store } from '../../../src/store/port.ts'
import type { Explanation } from '../../../src/store/records.ts'
import { ACT } from '../../act.ts'
import { client, explanation, NOW } from './samples.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const PLENTY = { perClient: 100, perStanding: 100 }

export function explanationsContract(subject: ContractSubject): void {
  describe('explanations', () => {
    it('come back as they were stored, with and without optional members', async (t) => {
      const { store } = await openEmpty(t, subject)
      const bare: Explanation = {
        ...explanation,
        ...{ id: 'bare', standing: 'unknown', clientId: null, details: {} },
        request: { ...explanation.request, userAgent: null, parameters: [] },
      }
      await store.explanations.put([explanation, bare], PLENTY)
      assert.deepEqual(await store.explanations.find(explanation.id), explanation)
      assert.deepEqual(await store.explanations.find('bare'), bare)
      assert.equal(await store.explanations.find('another'), undefined)
    })

    it('keep the first if an id repeats, and accept an empty list', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.explanations.put([explanation], PLENTY)
      await store.explanations.put([{ ...explanation, reason: 'wrong_secret' }], PLENTY)
      await store.explanations.put([], PLENTY)
      assert.equal((await store.explanations.find(explanation.id))?.reason, 'unknown_redirect_uri')
    })

    it('are listed newest first, of one client or of all', async (t) => {
      const { store } = await openEmpty(t, subject)
      const other = { clientId: 'client-2' }
      const kept = [some(1), some(2, other), some(3), some(4, { standing: 'failed' })]
      await store.explanations.put(kept, PLENTY)
      const ids = async (whose: { clientId?: string }, limit: number) =>
        (await store.explanations.list(whose, limit)).map(({ id }) => id)
      assert.deepEqual(await ids({}, 10), ['e4', 'e3', 'e2', 'e1'])
      assert.deepEqual(await ids({}, 2), ['e4', 'e3'])
      assert.deepEqual(await ids({ clientId: client.id }, 10), ['e4', 'e3', 'e1'])
      assert.deepEqual(await ids({ clientId: 'nobody' }, 10), [])
    })

    it('are listed page by page, of one client, for one reason, or both', async (t) => {
      const { store } = await openEmpty(t, subject)
      const secret = { reason: 'wrong_secret' }
      const kept = [some(1), some(2, { ...secret, clientId: 'client-2' }), some(3, secret)]
      // Two of one second.
      await store.explanations.put([...kept, some(4), { ...some(5), at: some(4).at }], PLENTY)
      const ids = async (which: Parameters<typeof store.explanations.listBefore>[0], limit = 2) =>
        (await store.explanations.listBefore(which, limit)).map(({ id }) => id)
      assert.deepEqual(await ids({}), ['e5', 'e4'])
      assert.deepEqual(await ids({ before: some(4) }), ['e3', 'e2'])
      assert.deepEqual(await ids({ before: some(1) }), [])
      assert.deepEqual(await ids(secret, 9), ['e3', 'e2'])
      assert.deepEqual(await ids({ ...secret, clientId: client.id }, 9), ['e3'])
      assert.deepEqual(await ids({ clientId: client.id, before: some(4) }, 9), ['e3', 'e1'])
    })

    it('beyond a client’s share replace only that client’s oldest', async (t) => {
      const { store } = await openEmpty(t, subject)
      const other = some(1, { id: 'other', clientId: 'client-2' })
      const proven = some(1, { id: 'proven', standing: 'authenticated' })
      const limits = { perClient: 3, perStanding: 100 }
      await store.explanations.put([other, proven, some(1), some(2)], limits)
      await store.explanations.put([some(3), some(4), some(5), some(6)], limits)
      assert.deepEqual(await keptIds(store), ['e4', 'e5', 'e6', 'other', 'proven'])
    })

    it('of unknown clients share one quota, whatever they call themselves', async (t) => {
      const { store } = await openEmpty(t, subject)
      const limits = { perClient: 2, perStanding: 100 }
      for (const number of [1, 2, 3, 4]) {
        const made = some(number, { standing: 'unknown', clientId: `client-made-up-${number}` })
        await store.explanations.put([made], limits)
      }
      assert.deepEqual(await keptIds(store), ['e3', 'e4'])
    })

    it('beyond the share of one standing do not displace the others', async (t) => {
      const { store } = await openEmpty(t, subject)
      const limits = { perClient: 100, perStanding: 3 }
      await store.explanations.put([some(1, { id: 'proven', standing: 'authenticated' })], limits)
      const crowd = [2, 3, 4, 5, 6].map((n) => some(n, { clientId: `client-${n}` }))
      await store.explanations.put(crowd, limits)
      assert.deepEqual(await keptIds(store), ['e4', 'e5', 'e6', 'proven'])
    })

    it('end with their client', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.clients.insert(client, ACT)
      await store.explanations.put([some(1), some(2, { clientId: 'client-2' })], PLENTY)
      await store.clients.delete(client.id, ACT)
      assert.deepEqual(await keptIds(store), ['e2'])
    })

    it('are swept once they are older than promised, and not before', async (t) => {
      const { store } = await openEmpty(t, subject)
      await store.explanations.put([some(0), some(1)], PLENTY)
      const now = NOW + EXPLANATIONS_KEPT_SECONDS + 1
      const { removed } = await store.sweep({ now, overBefore: 0, limit: 10 })
      assert.equal(removed, 1)
      assert.deepEqual(await keptIds(store), ['e1'])
    })
  })
}

/** An explanation named after its time, `number` seconds after NOW. */
function some(number: number, change: Partial<Explanation> = {}): Explanation {
  return { ...explanation, id: `e${number}`, at: NOW + number, ...change }
}

async function keptIds(store: Store): Promise<readonly string[]> {
  return (await store.explanations.list({}, 1000)).map(({ id }) => id).toSorted()
}
