import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { type Ending, type FactStore, StorageUnavailable } from '../store/port.ts'
import { createRevocationFeed, LOOK_EVERY_MS, OVERLAP_MS } from './feed.ts'

const ENDING = {
  id: 'f-1',
  kind: 'grants.ended',
  by: { kind: 'operator', via: 'shell' },
} as const
const START_MS = 1_700_000_000_000

/** A table that the test fills as other processes would, and a feed that looks when the test says. */
async function setUp(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const world = { nowMs: START_MS, away: false, rules: 'a', reads: 0 }
  const rows: Ending[] = []
  const watching = new Set<Parameters<FactStore['watch']>[0]>()
  const facts: Pick<FactStore, 'readEndings' | 'watch'> = {
    async readEndings(after, { limit, countSinceMs, beforeMs = Number.MAX_SAFE_INTEGER }) {
      await turn()
      world.reads++
      if (world.away) throw new StorageUnavailable('away')
      const found = rows
        .filter(({ atMs }) => atMs < beforeMs)
        .filter(({ atMs, id }) => atMs > after.atMs || (atMs === after.atMs && id > after.id))
        .toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
      return {
        nowMs: world.nowMs,
        endings: found.slice(0, limit),
        isLast: found.length < limit,
        counted: rows.filter(({ atMs }) => atMs >= countSinceMs).length,
      }
    },
    watch(listener) {
      watching.add(listener)
      return () => void watching.delete(listener)
    },
  }
  const feed = createRevocationFeed(facts, () => world.rules)
  const heard: string[] = []
  const reached: number[] = []
  let ended = 0
  const listener = {
    hear: (events: string) => void heard.push(...names(events)),
    reach: (nowMs: number) => void reached.push(nowMs),
    end: () => {
      ended++
      feed.leave(listener)
    },
  }
  /** Lets time pass to the next look, and the look come to its end. */
  const look = async (milliseconds = LOOK_EVERY_MS) => {
    world.nowMs += milliseconds
    t.mock.timers.tick(milliseconds)
    for (let turns = 0; turns < 20; turns++) await turn()
    return heard.splice(0)
  }
  const tell = (name: string, atMs = world.nowMs) => {
    const nobody = { grantId: undefined, clientId: undefined, accountId: undefined }
    rows.push({ id: `row of ${name}`, atMs, ...nobody, accessTokenId: name })
  }
  const remove = (name: string) => {
    const index = rows.findIndex(({ id }) => id === `row of ${name}`)
    rows.splice(index, 1)
  }
  const hint = () => Promise.all([...watching].map((listener) => listener([ENDING])))
  return {
    ...{ world, feed, listener, heard, reached, watching },
    look,
    tell,
    remove,
    hint,
    ended: () => ended,
  }
}

function names(events: string): readonly string[] {
  return [...events.matchAll(/"jti":"([^"]*)"/g)].map(([, name = '']) => name)
}

test('each revocation is heard once, and after each look it is said up to when', async (t) => {
  const { feed, listener, look, tell, world, reached } = await setUp(t)
  assert.equal(await feed.listen(listener), START_MS)
  tell('a')
  tell('b')
  assert.deepEqual(await look(), ['a', 'b'])
  assert.deepEqual(await look(), [])
  tell('c')
  assert.deepEqual(await look(), ['c'])
  assert.equal(reached.at(-1), world.nowMs)
  feed.leave(listener)
})

test('what was written earlier and committed later is heard too', async (t) => {
  const { feed, listener, look, tell, world } = await setUp(t)
  await feed.listen(listener)
  tell('first')
  assert.deepEqual(await look(), ['first'])
  tell('late', world.nowMs - OVERLAP_MS + 2 * LOOK_EVERY_MS)
  assert.deepEqual(await look(), ['late'])
  tell('late again', world.nowMs - 5_000)
  tell('new')
  assert.deepEqual((await look()).toSorted(), ['late again', 'new'])
  assert.deepEqual(await look(), [])
  feed.leave(listener)
})

test('a deletion does not hide what is committed late', async (t) => {
  const { feed, listener, look, tell, remove, world } = await setUp(t)
  await feed.listen(listener)
  tell('deleted')
  assert.deepEqual(await look(), ['deleted'])
  remove('deleted')
  assert.deepEqual(await look(), [])
  tell('late', world.nowMs - 1_000)
  assert.deepEqual(await look(), ['late'], 'the look that follows the commit')
  feed.leave(listener)
})

test('what is committed late between the same two looks as a deletion is heard before it leaves the window', async (t) => {
  const { feed, listener, look, tell, remove, world } = await setUp(t)
  await feed.listen(listener)
  tell('deleted')
  assert.deepEqual(await look(), ['deleted'])
  remove('deleted')
  tell('late', world.nowMs - 3_000)
  const heard: string[] = []
  const looks = OVERLAP_MS / LOOK_EVERY_MS
  for (let number = 0; number < looks; number++) heard.push(...(await look()))
  assert.deepEqual(heard, ['late'])
  for (let number = 0; number < looks; number++) heard.push(...(await look()))
  assert.deepEqual(heard, ['late'])
  feed.leave(listener)
})

test('a burst of several pages is heard whole, once', async (t) => {
  const { feed, listener, look, tell } = await setUp(t)
  await feed.listen(listener)
  const burst = Array.from({ length: 4_500 }, (_, index) => `t${index}`)
  for (const name of burst) tell(name)
  assert.deepEqual((await look()).toSorted(), burst.toSorted())
  assert.deepEqual(await look(), [])
  feed.leave(listener)
})

test('a database clock that is set back hides nothing', async (t) => {
  const { feed, listener, look, tell, world } = await setUp(t)
  await feed.listen(listener)
  tell('before')
  assert.deepEqual(await look(), ['before'])
  world.nowMs -= 3_600_000
  tell('after')
  assert.deepEqual(await look(), ['after'])
  tell('later')
  assert.deepEqual(await look(), ['later'])
  assert.deepEqual(await look(), [])
  feed.leave(listener)
})

test('while the database is away nothing is vouched for, and nothing is lost', async (t) => {
  const { feed, listener, look, tell, world, reached } = await setUp(t)
  await feed.listen(listener)
  const before = reached.length
  world.away = true
  tell('meanwhile')
  for (let count = 0; count < 100; count++) assert.deepEqual(await look(), [])
  assert.equal(reached.length, before)
  world.away = false
  assert.deepEqual(await look(), ['meanwhile'])
  assert.equal(reached.at(-1), world.nowMs)
  feed.leave(listener)
})

test('no listener is added while the database is unavailable', async (t) => {
  const { feed, listener, world, watching } = await setUp(t)
  world.away = true
  await assert.rejects(feed.listen(listener), StorageUnavailable)
  assert.equal(watching.size, 0)
})

test('what this process tells is heard before the verb is answered, and many share a look', async (t) => {
  const { feed, listener, heard, tell, hint, world } = await setUp(t)
  await feed.listen(listener)
  const before = world.reads
  const answered = Array.from({ length: 1_000 }, async (_, index) => {
    tell(`t${index}`)
    await hint()
    assert.ok(heard.includes(`t${index}`))
  })
  await Promise.all(answered)
  assert.equal(heard.length, 1_000)
  assert.ok(world.reads - before <= 3, `${world.reads - before} reads`)
  feed.leave(listener)
})

test('a look that had begun before is not enough', async (t) => {
  const { feed, listener, heard, tell, hint } = await setUp(t)
  await feed.listen(listener)
  t.mock.timers.tick(LOOK_EVERY_MS)
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      for (let turns = 0; turns < index; turns++) await turn()
      tell(`t${index}`)
      await hint()
      assert.ok(heard.includes(`t${index}`))
    }),
  )
  feed.leave(listener)
})

test('a database that goes away in between keeps no verb from its answer', async (t) => {
  const { feed, listener, hint, world } = await setUp(t)
  await feed.listen(listener)
  world.away = true
  await hint()
  feed.leave(listener)
})

test('without listeners nothing is read', async (t) => {
  const { feed, listener, look, world, watching } = await setUp(t)
  await feed.listen(listener)
  feed.leave(listener)
  const before = world.reads
  for (let count = 0; count < 10; count++) await look()
  assert.equal(world.reads, before)
  assert.equal(watching.size, 0)
})

test('a listener added after a pause hears everything from then on', async (t) => {
  const { feed, listener, look, tell } = await setUp(t)
  await feed.listen(listener)
  feed.leave(listener)
  tell('in between')
  await look(3_600_000)
  assert.ok((await feed.listen(listener)) > START_MS)
  tell('new')
  assert.deepEqual(await look(), ['new'])
  feed.leave(listener)
})

test('new rules and the end of the server end everybody', async (t) => {
  const { feed, listener, look, world, ended } = await setUp(t)
  await feed.listen(listener)
  world.rules = 'b'
  await look()
  assert.equal(ended(), 1)
  await feed.listen(listener)
  feed.close()
  assert.equal(ended(), 2)
  await assert.rejects(feed.listen(listener), StorageUnavailable)
})
