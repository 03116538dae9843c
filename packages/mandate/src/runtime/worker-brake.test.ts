import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBrake } from './worker-brake.ts'

const young = { servedMs: 40, othersServe: false }

test('a worker that has served for a while is replaced at once', () => {
  const brake = createBrake(2)
  for (let i = 0; i < 100; i++) {
    const after = brake({ servedMs: 60_000, othersServe: false })
    assert.deepEqual(after, { act: 'replace', afterMs: 0 })
  }
})

test('workers that die young are replaced ever more slowly, and finally not at all', () => {
  const brake = createBrake(2)
  const acts = Array.from({ length: 5 }, () => brake(young))
  const pauses = acts.map((after) => (after.act === 'replace' ? after.afterMs : after.act))
  assert.deepEqual(pauses, [100, 200, 400, 800, 'giveUp'])
})

test('nothing is given up while one worker serves, and a long-lived one resets the count', () => {
  const brake = createBrake(2)
  for (let i = 0; i < 50; i++) {
    const after = brake({ servedMs: 0, othersServe: true })
    assert.ok(after.act === 'replace' && after.afterMs <= 10_000)
  }
  brake({ servedMs: 5_000, othersServe: true })
  assert.deepEqual(brake(young), { act: 'replace', afterMs: 100 })
})
