import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEvenTiming } from './even-timing.ts'

const HOUR = 3_600_000

/** Failures and how long they took, on a clock that moves only when something takes time. */
function timed() {
  let now = 0
  const timing = createEvenTiming({
    milliseconds: () => now,
    async pause(milliseconds) {
      now += milliseconds
    },
  })
  return {
    pass(milliseconds: number) {
      now += milliseconds
    },
    async fail(work: string | undefined, takes: number): Promise<number> {
      const began = now
      const attempt = timing.begin()
      now += takes
      await attempt.failed(work)
      return now - began
    },
  }
}

test('while all hashes are ours, no failure waits', async () => {
  const { fail } = timed()
  for (const takes of [30, 45, 20]) assert.equal(await fail(undefined, takes), takes)
})

test('once a slow kind of hash was seen, timing does not show which account has one', async () => {
  const { fail } = timed()
  await fail('bcrypt 12', 280)
  const bcrypt = await fail('bcrypt 12', 290)
  for (let i = 0; i < 20; i++) {
    assert.equal(await fail(undefined, 30), await fail('bcrypt 12', 280 + i / 2))
    assert.equal(await fail('sha', 31), await fail(undefined, 25))
  }
  assert.ok(bcrypt < 400)
})

test('a flood of fast failures does not displace the slow kind', async () => {
  const { fail } = timed()
  await fail('bcrypt 12', 280)
  for (let i = 0; i < 1_000; i++) await fail('sha', 30)
  assert.equal(await fail(undefined, 30), 350)
})

test('an outlier is forgotten after a few more failures, and every kind after a day', async () => {
  const { fail, pass } = timed()
  await fail('bcrypt 12', 3_000)
  for (let i = 0; i < 8; i++) await fail('bcrypt 12', 280)
  assert.equal(await fail(undefined, 30), 350)
  pass(25 * HOUR)
  assert.equal(await fail(undefined, 30), 30)
})

test('no failure waits longer than five seconds, even if one took longer', async () => {
  const { fail } = timed()
  await fail('bcrypt 14', 60_000)
  assert.equal(await fail(undefined, 30), 5_000)
})

test('at most two hundred failures wait, for a limited time', async () => {
  let now = 0
  const over = Promise.withResolvers<void>()
  const timing = createEvenTiming({ milliseconds: () => now, pause: () => over.promise })
  const slow = timing.begin()
  now += 300
  await slow.failed('bcrypt 12')
  const waits = Array.from({ length: 200 }, () => {
    assert.equal(timing.isFull(), false)
    return timing.begin().failed(undefined)
  })
  assert.equal(timing.isFull(), true)
  over.resolve()
  await Promise.all(waits)
  assert.equal(timing.isFull(), false)
})
