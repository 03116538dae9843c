/** Very many users disabled in one call, with the real guard of an API, on both engines. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openPostgresStore } from '../packages/mandate/src/store/postgres/open.ts'
import { introspect } from '../packages/mandate/test/integrator.ts'
import { createTestPlace, endTestServer } from '../packages/mandate/test/store/test-places.ts'
import { type Crowd, gather } from '../packages/mandate/test/users-of-a-platform.ts'
import { guardApi } from './guarded-api.ts'
import { outcomesOf } from './way-back.ts'

const USERS = 100_000
/** As many as a guard keeps in memory. */
const KNOWN = 50_000
/** A line in the middle that the platform's program got wrong. */
const BROKEN_LINE = 70_000

after(endTestServer)

test('SQLite: 100,000 users disabled in one call are refused within a second', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-way-back-'))
  t.after(() => rmSync(folder, { recursive: true }))
  await disableAll(t, { database: join(folder, 'mandate.db') })
})

test('PostgreSQL: 100,000 users disabled in one call are refused within a second', async (t) => {
  const { location, remove } = await createTestPlace()
  t.after(remove)
  await disableAll(t, { open: () => openPostgresStore({ url: location }) })
})

async function disableAll(t: TestContext, options: Parameters<typeof gather>[2]) {
  const crowd = await gather(t, USERS, options)
  const { users, send } = crowd
  // On a busy machine an answer takes longer than an API would wait.
  const api = guardApi(t, crowd.server, { timeoutMs: 60_000 })
  const known = users.slice(-KNOWN)
  assert.deepEqual(await outcomesOf(api, known), { granted: KNOWN })
  const changes: object[] = users.map(({ subject }) => ({ subject, change: 'disable' }))
  changes[BROKEN_LINE] = { ...changes[BROKEN_LINE], change: 'destroy' }

  const waits = measureOthers(crowd)
  const began = performance.now()
  const { changed, refused } = await send(changes)
  const seconds = (performance.now() - began) / 1_000
  const { median, longest } = await waits.end()
  assert.deepEqual(
    [changed, Array.isArray(refused) && refused.map(({ index }) => index)],
    [USERS - 1, [BROKEN_LINE]],
  )
  await pause(1_000)
  const kept = api.statistics().kept
  assert.deepEqual(await outcomesOf(api, known), { granted: 1, refused: KNOWN - 1 })
  t.diagnostic(
    `${Math.round(USERS / seconds)} users a second; others waited ${median} ms, at most ${longest} ms; ${kept} tokens were still in the guard's memory`,
  )
  // Others wait behind a part of the list, never behind the list.
  assert.ok(longest < (seconds * 1_000) / 4, `${longest} ms`)
}

/** Asks about one token again and again, and measures how long each answer takes. */
function measureOthers({ server, users }: Crowd) {
  const waited: number[] = []
  let isOver = false
  const asking = (async () => {
    while (!isOver) {
      const began = performance.now()
      await introspect(server, users[BROKEN_LINE]?.token ?? '')
      waited.push(performance.now() - began)
    }
  })()
  return {
    async end() {
      isOver = true
      await asking
      const sorted = waited.toSorted((one, other) => one - other).map(Math.round)
      return { median: sorted[sorted.length >> 1] ?? 0, longest: sorted.at(-1) ?? 0 }
    },
  }
}
