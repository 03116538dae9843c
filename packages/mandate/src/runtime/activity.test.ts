import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Count } from '../store/port.ts'
import { startActivity } from './activity.ts'

const advanced = { kind: 'token.redeemed', outcome: 'advanced' } as const

test('what the database does not take is added later, and said once', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let isUp = false
  const added: (readonly Count[])[] = []
  const said: string[] = []
  const store = {
    async add(counts: readonly Count[]) {
      if (!isUp) return counts
      added.push(counts)
      return []
    },
    noteSize: async () => {},
  }
  const clock = { now: () => 1_800_000_000 }
  const activity = startActivity(store, { clock, seconds: 10, warn: (one) => said.push(one) })
  activity.observe(advanced)
  await activity.flush()
  activity.observe(advanced)
  await activity.flush()
  isUp = true
  t.mock.timers.tick(10_000)
  await activity.stop()
  const found = added.flat().map(({ key, counted }) => `${key} ${counted}`)
  assert.deepEqual([found, said.length], [['advanced 2'], 1])
})
