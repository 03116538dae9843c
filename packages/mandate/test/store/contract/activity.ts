import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  ACTIVITY_DAYS_KEPT_SECONDS,
  ACTIVITY_HOURS_KEPT_SECONDS,
  type Count,
  type Store,
} from '../../../src/store/port.ts'
import { type ContractSubject, openEmpty } from './subject.ts'

const DAY = 86_400
/** The start of a day. */
const START = 20_000 * DAY

export function activityContract(subject: ContractSubject): void {
  describe('activity', () => {
    it('is added up by the hour and by the day', async (t) => {
      const { store } = await openEmpty(t, subject)
      assert.deepEqual(await store.activity.add([signedIn(2), refused(3)], START + 10), [])
      await store.activity.add([signedIn(5)], START + 3_599)
      await store.activity.add([signedIn(7), refused(1, 'c2')], START + 3_600)
      await store.activity.add([], START)
      const hours = { span: 'hour', kind: 'sign_in', since: START, until: START + DAY } as const
      assert.deepEqual(await store.activity.list(hours), [
        { ...signedIn(7), beginsAt: START },
        { ...signedIn(7), beginsAt: START + 3_600 },
      ])
      assert.deepEqual(await store.activity.list({ ...hours, span: 'day' }), [
        { ...signedIn(14), beginsAt: START },
      ])
      assert.deepEqual(await store.activity.list({ ...hours, until: START }), [])
      const refusals = { ...hours, kind: 'refusal' }
      assert.deepEqual(await store.activity.sum({ ...refusals, span: 'day' }), [
        { beginsAt: START, key: 'wrong_secret', counted: 4 },
      ])
      assert.deepEqual(await store.activity.total(refusals), [
        { key: 'wrong_secret', clientId: 'c1', counted: 3 },
        { key: 'wrong_secret', clientId: 'c2', counted: 1 },
      ])
    })

    it('of nodes that add the same rows at once is lost nowhere', async (t) => {
      const { store, openAgain } = await openEmpty(t, subject)
      const other = (await openAgain()).store
      const clients = Array.from({ length: 50 }, (_, index) => refused(1, `c${index}`))
      const rounds = Array.from({ length: 10 }, (_, index) => index)
      const nodes = [
        [store, clients],
        [other, clients.toReversed()],
      ] as const
      const left = await Promise.all(
        nodes.flatMap(([node, counts]) => rounds.map(() => node.activity.add(counts, START))),
      )
      assert.deepEqual(left.flat(), [])
      const range = { span: 'hour', kind: 'refusal', since: START, until: START + 1 } as const
      const found = await store.activity.sum(range)
      assert.deepEqual(found, [{ beginsAt: START, key: 'wrong_secret', counted: 1_000 }])
    })

    it('notes the last size of the database, which is not added up', async (t) => {
      const { store } = await openEmpty(t, subject)
      const range = { span: 'day', kind: 'storage', since: START, until: START + DAY } as const
      await store.activity.noteSize(START)
      const [first] = await store.activity.list(range)
      await store.activity.noteSize(START + 1)
      const [last, ...more] = await store.activity.list(range)
      assert.deepEqual(more, [])
      assert.ok((first?.counted ?? 0) > 10_000)
      assert.ok((last?.counted ?? 0) < 2 * (first?.counted ?? 0))
    })

    it('goes after 90 days, by the day after 400, and at once if a clock was ahead', async (t) => {
      const { store } = await openEmpty(t, subject)
      const ahead = START + 10 * 365 * DAY
      for (const at of [START, START + DAY, ahead]) await store.activity.add([signedIn(1)], at)
      assert.deepEqual(await begun(store, 'hour'), [START, START + DAY, ahead])
      await sweep(store, START + 1)
      assert.deepEqual(await begun(store, 'hour'), [START, START + DAY])
      await sweep(store, START + ACTIVITY_HOURS_KEPT_SECONDS + 1)
      assert.deepEqual(await begun(store, 'hour'), [START + DAY])
      assert.deepEqual(await begun(store, 'day'), [START, START + DAY])
      await sweep(store, START + ACTIVITY_DAYS_KEPT_SECONDS + DAY)
      assert.deepEqual(await begun(store, 'day'), [START + DAY])
    })
  })
}

function signedIn(counted: number): Count {
  return { kind: 'sign_in', key: 'done', clientId: '', counted }
}

function refused(counted: number, clientId = 'c1'): Count {
  return { kind: 'refusal', key: 'wrong_secret', clientId, counted }
}

async function begun(store: Store, span: 'hour' | 'day'): Promise<readonly number[]> {
  const range = { span, kind: 'sign_in', since: 0, until: Number.MAX_SAFE_INTEGER }
  return (await store.activity.list(range)).map(({ beginsAt }) => beginsAt)
}

function sweep(store: Store, now: number) {
  return store.sweep({ now, overBefore: 0, limit: 1_000 })
}
