/** The way back, with the real guard of an API that answers from memory. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { gather } from '../packages/mandate/test/users-of-a-platform.ts'
import { guardApi } from './guarded-api.ts'
import { outcomesOf } from './way-back.ts'

const USERS = 2_000

test('users disabled in one call are refused at every API that hears of it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-way-back-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const { server, users, send } = await gather(t, USERS, { database: join(folder, 'mandate.db') })
  const otherNode = await server.addNode()
  const api = guardApi(t, server)
  assert.deepEqual(await outcomesOf(api, users), { granted: USERS })
  const half = USERS / 2
  const turnOf = (change: string) => ({
    here: users.slice(0, half).map(({ subject }) => ({ subject, change })),
    there: users.slice(half).map(({ subject }) => ({ subject, change })),
  })
  const off = turnOf('disable')
  const reports = [await send(off.here), await send(off.there, otherNode)]
  // Long before the guard would forget the tokens by itself.
  const until = performance.now() + 60_000
  while ((await outcomesOf(api, users))['refused'] !== USERS) {
    assert.ok(performance.now() < until, 'the guard has not heard of every user')
    await pause(20)
  }
  const on = turnOf('enable')
  reports.push(await send(on.here), await send(on.there, otherNode))
  assert.deepEqual(
    reports.map(({ changed }) => changed),
    [half, half, half, half],
  )
  assert.deepEqual(await outcomesOf(api, users), { granted: USERS })
})
