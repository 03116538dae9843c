import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { StorageUnavailable, type Store, type SweepResult } from '../store/port.ts'
import { nextLimit, SWEEP_EVERY_MS, startSweep } from './sweep.ts'

const NOW = 1_800_000_000

test('a turn goes through the table in batches, and then rests', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { store, asked } = answering([
    { removed: 3, turnEnded: false, lagSeconds: 0 },
    { removed: 2, turnEnded: false, lagSeconds: 0 },
    { removed: 0, turnEnded: true, lagSeconds: 0 },
  ])
  const sweep = startSweep(
    store,
    { now: () => NOW },
    keeperAt(() => NOW),
  )
  t.mock.timers.tick(SWEEP_EVERY_MS)
  for (let batch = 1; batch <= 3; batch++) {
    await setImmediate()
    assert.equal(asked.length, batch)
    // A batch takes no time here, so neither does the rest after it; only the end of a turn takes
    // longer.
    t.mock.timers.tick(SWEEP_EVERY_MS - 1)
  }
  await setImmediate()
  assert.equal(asked.length, 3)
  t.mock.timers.tick(1)
  await setImmediate()
  assert.equal(asked.length, 4)
  assert.deepEqual(
    [sweep.state().removedTotal, sweep.state().batches, sweep.state().failures],
    [5, 4, 0],
  )
  await sweep.stop()
})

test('an unavailable database does not end the sweep, stopping does', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { store, asked } = answering([new StorageUnavailable('away')])
  const sweep = startSweep(
    store,
    { now: () => NOW },
    keeperAt(() => NOW),
  )
  for (const expected of [1, 2]) {
    t.mock.timers.tick(SWEEP_EVERY_MS)
    await setImmediate()
    assert.equal(asked.length, expected)
  }
  assert.deepEqual([sweep.state().failures, sweep.state().batches], [1, 1])
  await sweep.stop()
  t.mock.timers.tick(SWEEP_EVERY_MS)
  await setImmediate()
  assert.equal(asked.length, 2)
})

test('the lag grows while nothing is swept', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let now = NOW
  const { store } = answering([
    { removed: 0, turnEnded: true, lagSeconds: 70 },
    new StorageUnavailable('away'),
  ])
  const sweep = startSweep(
    store,
    { now: () => now },
    keeperAt(() => now),
  )
  now += 60
  assert.equal(sweep.state().lagSeconds, 60)
  for (const expected of [70, 130]) {
    t.mock.timers.tick(SWEEP_EVERY_MS)
    await setImmediate()
    assert.equal(sweep.state().lagSeconds, expected)
    now += 60
  }
  await sweep.stop()
})

test('a slow batch is followed by a smaller one, a quick one by a larger one', () => {
  assert.equal(nextLimit(100, 1), 200)
  assert.equal(nextLimit(100, 25), 100)
  assert.equal(nextLimit(100, 40), 50)
  assert.equal(nextLimit(1000, 1), 1000)
  assert.equal(nextLimit(60, 9_000), 50)
})

function keeperAt(now: () => number) {
  return { look: async () => ({ now: now(), latest: now() }) }
}

/** A store that returns each answer in turn, and then repeats the last. */
function answering(answers: (SweepResult | Error)[]) {
  const asked: number[] = []
  const store: Pick<Store, 'sweep'> = {
    sweep: async ({ limit }) => {
      const answer = answers[asked.length]
      asked.push(limit)
      if (answer instanceof Error) throw answer
      return answer ?? { removed: 0, turnEnded: true, lagSeconds: 0 }
    },
  }
  return { store, asked }
}
