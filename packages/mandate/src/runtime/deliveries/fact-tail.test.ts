import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FactPage, FactPlace } from '../../store/port.ts'
import { createFactTail } from './fact-tail.ts'
import { createWalker } from './walker.ts'

/** A database whose clock and rows a test controls. */
function database() {
  const rows: FactPlace[] = []
  const it = {
    nowMs: 1_000_000,
    commit: (id: string, atMs: number) => void rows.push({ id, atMs }),
    remove: (id: string) =>
      rows.splice(
        rows.findIndex((row) => row.id === id),
        1,
      ),
    async readPage(
      after: FactPlace,
      page: { limit: number; countSinceMs: number; beforeMs?: number },
    ): Promise<FactPage> {
      const { limit, countSinceMs, beforeMs = Number.MAX_SAFE_INTEGER } = page
      const entries = rows
        .filter(({ atMs }) => atMs < beforeMs)
        .filter(({ atMs, id }) => atMs > after.atMs || (atMs === after.atMs && id > after.id))
        .toSorted((one, other) => one.atMs - other.atMs || (one.id < other.id ? -1 : 1))
      return {
        nowMs: it.nowMs,
        entries: entries.slice(0, limit).map((row) => ({ ...row, fact: undefined })),
        isLast: entries.length < limit,
        counted: rows.filter(({ atMs }) => atMs >= countSinceMs).length,
      }
    },
  }
  return it
}

/** What a walk along the tail has met. */
async function walking(facts: ReturnType<typeof database>, fromMs: number) {
  const met: string[] = []
  const listeners = new Set<
    Parameters<typeof createFactTail>[1] extends ReadonlySet<infer L> ? L : never
  >()
  const tail = createFactTail(facts, listeners)
  await tail.look()
  const walker = createWalker({ facts, tail }, { atMs: fromMs, id: '' }, [])
  listeners.add({ arrived() {}, leaving: walker.leaving, setBack: walker.setBack })
  return {
    met,
    position: walker.position,
    async look(most = Number.MAX_SAFE_INTEGER) {
      await tail.look()
      const stop = met.length + most
      return walker.pull(({ id }) => {
        if (met.length >= stop) return 'full'
        met.push(id)
        return 'taken'
      })
    },
  }
}

test('a fact that is committed behind those already read is met', async () => {
  const facts = database()
  const walk = await walking(facts, 0)
  facts.commit('b', 999_000)
  await walk.look()
  facts.commit('a', 998_000)
  await walk.look()
  assert.deepEqual(walk.met, ['b', 'a'])
})

test('a late fact is met although a deletion hides it from the count', async () => {
  const facts = database()
  const walk = await walking(facts, 0)
  facts.commit('b', 999_000)
  await walk.look()
  facts.remove('b')
  facts.commit('a', 998_000)
  for (let second = 0; second < 15; second++) {
    facts.nowMs += 1_000
    await walk.look()
  }
  assert.deepEqual(walk.met, ['b', 'a'])
  assert.ok(walk.position().atMs >= 1_000_000)
})

test('a walk that takes little at a time meets everything once, and leaves no place behind', async () => {
  const facts = database()
  for (let number = 0; number < 700; number++) facts.commit(`old-${1000 + number}`, 1_000 + number)
  const walk = await walking(facts, 0)
  for (let round = 0; round < 40; round++) {
    facts.nowMs += 1_000
    facts.commit(`new-${round}`, facts.nowMs - 50)
    await walk.look(50)
  }
  assert.equal(walk.met.length, 740)
  assert.equal(new Set(walk.met).size, 740)
})

test('the clock of the database goes back: what comes then is met too', async () => {
  const facts = database()
  const walk = await walking(facts, 0)
  facts.commit('before', 999_000)
  await walk.look()
  facts.nowMs = 500_000
  facts.commit('after', 500_000)
  await walk.look()
  facts.nowMs += 300
  facts.commit('later', 500_200)
  await walk.look()
  assert.deepEqual([...new Set(walk.met)], ['before', 'after', 'later'])
})
