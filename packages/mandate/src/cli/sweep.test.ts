import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { StorageUnavailable } from '../store/port.ts'
import { SWEEP_EVERY_MS, startSweep } from './sweep.ts'

const clock = { now: () => 1_800_000_000 }

test('a round goes through the table in bounded batches, and the next one goes on from there', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const asked: (string | null)[] = []
  const pages = 25
  const sweep = startSweep(
    {
      sweep: async (_now, _overBefore, { after }) => {
        asked.push(after)
        const next = Number(after ?? 0) + 1
        return { removed: 0, next: next === pages ? null : String(next) }
      },
    },
    clock,
  )
  t.mock.timers.tick(SWEEP_EVERY_MS)
  await setImmediate()
  assert.equal(asked.length < pages, true)
  t.mock.timers.tick(SWEEP_EVERY_MS)
  await setImmediate()
  assert.deepEqual(asked, [null, ...Array.from({ length: pages - 1 }, (_, at) => String(at + 1))])
  await sweep.stop()
})

test('a database that is away does not end the sweep, stopping does', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let calls = 0
  const sweep = startSweep(
    {
      sweep: async () => {
        calls += 1
        if (calls === 1) throw new StorageUnavailable('away')
        return { removed: 0, next: null }
      },
    },
    clock,
  )
  for (const expected of [1, 2]) {
    t.mock.timers.tick(SWEEP_EVERY_MS)
    await setImmediate()
    assert.equal(calls, expected)
  }
  await sweep.stop()
  t.mock.timers.tick(SWEEP_EVERY_MS)
  await setImmediate()
  assert.equal(calls, 2)
})
