import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDevicePace, type Polled } from './pace.ts'

const NOW = 1_800_000_000
const request: Polled = { id: 'd', intervalSeconds: 5, polls: 0, pacedSince: NOW }

test('a device that keeps to the interval is never slowed down, and its polls are added up', () => {
  const pace = createDevicePace()
  let polls = 0
  for (let turn = 1; turn <= 120; turn++) {
    const judged = pace.poll({ ...request, polls }, NOW + 5 * turn - (turn % 2))
    assert.equal(judged.is, 'on_time', `poll ${turn}`)
    if (judged.is === 'on_time') polls += judged.add
  }
  assert.equal(polls, 120)
})

test('each poll that comes too soon makes the interval five seconds longer, up to a minute', () => {
  const pace = createDevicePace()
  pace.poll(request, NOW)
  const intervals: number[] = []
  let intervalSeconds = 5
  for (let second = 1; second <= 14; second++) {
    const judged = pace.poll({ ...request, intervalSeconds }, NOW + second)
    assert.equal(judged.is, 'too_fast')
    if (judged.is === 'too_fast') intervalSeconds = judged.nextSeconds
    intervals.push(intervalSeconds)
  }
  assert.deepEqual(intervals.slice(0, 3), [10, 15, 20])
  assert.deepEqual(intervals.slice(-3), [60, 60, 60])
  assert.equal(pace.poll({ ...request, intervalSeconds }, NOW + 14 + 60).is, 'on_time')
})

test('a device that polls eight nodes in turn, each at its pace, is caught by their sum', () => {
  const nodes = Array.from({ length: 8 }, () => createDevicePace())
  let polls = 0
  let slowedAt: number | undefined
  for (let turn = 0; turn < 600 && slowedAt === undefined; turn++) {
    const node = nodes[turn % nodes.length] ?? assert.fail()
    const judged = node.poll({ ...request, polls }, NOW + Math.floor((turn * 5) / nodes.length))
    if (judged.is === 'too_fast') slowedAt = turn
    else polls += judged.add
  }
  assert.ok(slowedAt !== undefined && slowedAt < 60, String(slowedAt))
})

test('a clock that is set back slows nobody down, and what is remembered is bounded', () => {
  const pace = createDevicePace(2)
  pace.poll(request, NOW)
  assert.equal(pace.poll(request, NOW - 100).is, 'on_time')
  for (const id of ['e', 'f']) pace.poll({ ...request, id }, NOW - 100)
  assert.equal(pace.poll(request, NOW - 99).is, 'on_time')
})

test('a poll that came too soon counts: the longer interval begins with it', () => {
  const pace = createDevicePace()
  pace.poll(request, NOW)
  assert.equal(pace.poll(request, NOW).is, 'too_fast')
  assert.equal(pace.poll(request, NOW + 1).is, 'too_fast')
  const slower = { ...request, intervalSeconds: 10 }
  assert.equal(pace.poll(slower, NOW + 9).is, 'too_fast')
  assert.equal(pace.poll(slower, NOW + 18).is, 'on_time')
})

test('every fourth poll is written, with the three before it', () => {
  const pace = createDevicePace()
  const added = Array.from({ length: 8 }, (_, turn) => {
    const judged = pace.poll(request, NOW + 5 * turn)
    return judged.is === 'on_time' ? judged.add : undefined
  })
  assert.deepEqual(added, [0, 0, 0, 4, 0, 0, 0, 4])
})

test('two nodes that have not written their polls yet slow nobody down, and one poll more does', () => {
  assert.equal(createDevicePace().poll({ ...request, polls: 8 }, NOW).is, 'on_time')
  assert.equal(createDevicePace().poll({ ...request, polls: 9 }, NOW).is, 'too_fast')
})

test('what is forgotten first is the device that polled longest ago', () => {
  const pace = createDevicePace(2)
  const other = { ...request, id: 'e' }
  pace.poll(request, NOW)
  pace.poll(other, NOW)
  pace.poll(request, NOW + 5)
  assert.equal(pace.poll(other, NOW + 1).is, 'too_fast')
  pace.poll(request, NOW + 10)
  pace.poll({ ...request, id: 'f' }, NOW + 10)
  assert.equal(pace.poll(request, NOW + 11).is, 'too_fast')
  assert.equal(pace.poll(other, NOW + 2).is, 'on_time')
})
