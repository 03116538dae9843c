import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { StorageUnavailable } from '../store/port.ts'
import type { Explanation } from '../store/records.ts'
import { createExplanationQueue, GATHERED, KEPT } from './queue.ts'

type Whose = Pick<Explanation, 'standing' | 'clientId'>

const one: Whose = { standing: 'authenticated', clientId: 'client_a' }

function explanation(id: string, whose: Whose): Explanation {
  return {
    id,
    ...whose,
    error: 'invalid_grant',
    reason: 'generation_reused',
    at: 1_800_000_000,
    request: {
      ...{ method: 'POST', endpoint: '/oauth2/token', mediaType: null, userAgent: null },
      ...{ authentication: null, parameters: [] },
    },
    details: {},
  }
}

/** A queue over a store whose writes end when the test says so. */
function open(t: TestContext, put: () => Promise<void> = async () => {}) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const written: (readonly string[])[] = []
  const troubles: { readonly lost: number }[] = []
  const queue = createExplanationQueue(
    {
      explanations: {
        put: async (explanations, limits) => {
          assert.deepEqual(limits, KEPT)
          written.push(explanations.map(({ id }) => id))
          await put()
        },
        find: async () => undefined,
        list: async () => [],
        listBefore: async () => [],
      },
    },
    (trouble) => troubles.push(trouble),
  )
  const add = (id: string, whose: Whose = one) =>
    queue.add({ ...whose, reason: 'scope_wider' }, () => explanation(id, whose))
  const tick = async (milliseconds = 1_000) => {
    t.mock.timers.tick(milliseconds)
    await setImmediate()
  }
  return { queue, add, tick, written, troubles }
}

test('explanations of one second are written as one unit, and found in memory before', async (t) => {
  const { queue, add, tick, written } = open(t)
  add('a')
  await tick(500)
  add('b')
  assert.deepEqual(written, [])
  assert.equal(queue.find('a')?.id, 'a')
  await tick(500)
  assert.deepEqual(written, [['a', 'b']])
  assert.equal(queue.find('a'), undefined)
  await tick(5_000)
  assert.equal(written.length, 1)
})

test('only a client that is refused often is sampled', async (t) => {
  const { add, tick, written } = open(t)
  for (let at = 0; at < 1_000; at++) add(`flood-${at}`)
  add('other', { standing: 'authenticated', clientId: 'client_b' })
  add('same client, less sure', { standing: 'named', clientId: 'client_a' })
  await tick()
  assert.equal(written[0]?.length, GATHERED.perClient + 2)
  assert.ok(written[0]?.includes('other'))
  add('again')
  await tick()
  assert.deepEqual(written[1], ['again'])
})

test('a flood under many names fills only the share of its kind of sender', async (t) => {
  const { add, tick, written } = open(t)
  const made: string[] = []
  for (let at = 0; at < 1_000; at++) add(`n${at}`, { standing: 'named', clientId: `client_${at}` })
  for (let at = 0; at < 1_000; at++) add(`u${at}`, { standing: 'unknown', clientId: `x${at}` })
  add('proven')
  await tick()
  made.push(...(written[0] ?? []))
  assert.equal(made.filter((id) => id.startsWith('n')).length, GATHERED.perStanding)
  assert.equal(made.filter((id) => id.startsWith('u')).length, GATHERED.perClient)
  assert.ok(made.includes('proven'))
})

test('if there is no room, the explanation is not even created', async (t) => {
  const { queue, add } = open(t)
  for (let at = 0; at < GATHERED.perClient; at++) add(`a${at}`)
  queue.add({ ...one, reason: 'scope_wider' }, () => assert.fail('it was prepared'))
})

test('while the database hangs, the queue stays bounded; then it resumes', async (t) => {
  const hanging = Promise.withResolvers<void>()
  const { queue, add, tick, written, troubles } = open(t, () => hanging.promise)
  add('first')
  await tick()
  assert.equal(queue.find('first')?.id, 'first')
  for (let second = 0; second < 50; second++) {
    for (let at = 0; at < 100; at++) add(`${second}-${at}`)
    await tick()
  }
  assert.deepEqual(written, [['first']])
  hanging.resolve()
  await setImmediate()
  await tick()
  assert.equal(written[1]?.length, GATHERED.perClient)
  assert.deepEqual(troubles, [])
})

test('an unavailable database loses only the explanations of that second', async (t) => {
  let away = true
  const { add, tick, written, troubles } = open(t, async () => {
    if (away) throw new StorageUnavailable('away')
  })
  add('lost')
  add('lost too')
  await tick()
  assert.deepEqual(
    troubles.map(({ lost }) => lost),
    [2],
  )
  away = false
  add('kept')
  await tick()
  assert.deepEqual(written[1], ['kept'])
  assert.equal(troubles.length, 1)
})

test('an explanation that fails is reported and affects no other', async (t) => {
  const { queue, add, tick, written, troubles } = open(t)
  queue.add({ ...one, reason: 'scope_wider' }, () => {
    throw new Error('broken')
  })
  add('fine')
  await tick()
  assert.deepEqual([written, troubles.length], [[['fine']], 1])
})

test('closing writes the queue, and waits at most a second for a database that hangs', async (t) => {
  const { queue, add, written } = open(t)
  add('last')
  await queue.close()
  assert.deepEqual(written, [['last']])
  t.mock.timers.reset()

  const stuck = open(t, () => new Promise(() => {}))
  stuck.add('stuck')
  const closing = stuck.queue.close()
  await stuck.tick()
  await closing
  assert.deepEqual(stuck.written, [['stuck']])
})
