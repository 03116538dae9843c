import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BUSY, createBoundedQueue } from './bounded-queue.ts'

test('no more than the agreed number runs at once, and everyone who waited gets a turn', async () => {
  const queue = createBoundedQueue({ atOnce: 2, waiting: 10 })
  let running = 0
  let most = 0
  const order: number[] = []
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      queue.run(async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        order.push(index)
        running -= 1
      }),
    ),
  )
  assert.equal(most, 2)
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
  assert.equal(order.length, 12)
})

test('a task that finds no room is rejected without starting', async () => {
  const queue = createBoundedQueue({ atOnce: 1, waiting: 1 })
  const gate = Promise.withResolvers<string>()
  const first = queue.run(() => gate.promise)
  assert.equal(queue.isFull(), false)
  const second = queue.run(async () => 'second')
  assert.equal(queue.isFull(), true)
  let begun = false
  const third = await queue.run(async () => {
    begun = true
  })
  assert.equal(third, BUSY)
  assert.equal(begun, false)

  gate.resolve('first')
  assert.deepEqual(await Promise.all([first, second]), ['first', 'second'])
  assert.equal(queue.isFull(), false)
  assert.equal(await queue.run(async () => 'again'), 'again')
})

test('a place that was passed on is taken: a new task waits', async () => {
  const queue = createBoundedQueue({ atOnce: 1, waiting: 1 })
  const gate = Promise.withResolvers<void>()
  const first = queue.run(async () => 'first')
  const second = queue.run(() => gate.promise)
  await first
  let begun = false
  const third = queue.run(async () => {
    begun = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(begun, false)
  assert.equal(queue.isFull(), true)
  gate.resolve()
  await Promise.all([second, third])
  assert.equal(begun, true)
})

test('a task that fails gives its place back', async () => {
  const queue = createBoundedQueue({ atOnce: 1, waiting: 0 })
  const failing = queue.run(() => Promise.reject(new Error('broken')))
  await assert.rejects(failing, /broken/)
  assert.equal(await queue.run(async () => 'fine'), 'fine')
})
