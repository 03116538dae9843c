/** A sign-in and a password change at the same moment, one of them paused half-way. */

import assert from 'node:assert/strict'
import { after, describe, it, type TestContext } from 'node:test'
import pg from 'pg'
import { ACT } from '../../../test/act.ts'
import { account, session } from '../../../test/store/contract/samples.ts'
import { createTestPlace, endTestServer } from '../../../test/store/test-places.ts'
import { sessions } from '../tables/sessions.ts'
import { writerOf } from '../tables/table.ts'
import { openPostgresStore } from './open.ts'

after(endTestServer)

/** A store with one account, and another connection. */
async function accountFor(test: TestContext) {
  const { location, remove } = await createTestPlace()
  const store = await openPostgresStore({ url: location })
  const client = new pg.Client(location)
  await client.connect()
  test.after(async () => {
    await client.end()
    await store.close()
    await remove()
  })
  await store.accounts.insert(account, ACT)
  return { store, client }
}

/** Resolves when another connection waits for a lock that this one holds. */
async function untilWaitedFor(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query(
      'SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))',
    )
    if (rows.length > 0) return
  }
}

describe('a session on PostgreSQL', () => {
  it('does not start with a password that is being replaced', async (t) => {
    const { store, client } = await accountFor(t)
    await client.query("BEGIN; UPDATE accounts SET password_hash = 'new'; DELETE FROM sessions")
    const begun = store.sessions.insert(session, account.passwordHash, ACT)
    await untilWaitedFor(client)
    await client.query('COMMIT')
    assert.equal(await begun, false)
    assert.equal(await store.sessions.find(session.id), undefined)
  })

  it('that is just starting is ended by the new password', async (t) => {
    const { store, client } = await accountFor(t)
    await client.query('BEGIN; UPDATE accounts SET password_hash = password_hash')
    const row = writerOf(sessions)(session)
    const places = Object.keys(row).map((_, index) => `$${index + 1}`)
    await client.query(
      `INSERT INTO sessions (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(row),
    )
    const changed = store.accounts.setPassword(account.id, 'new', ACT)
    await untilWaitedFor(client)
    await client.query('COMMIT')
    assert.equal(await changed, true)
    assert.equal(await store.sessions.find(session.id), undefined)
  })
})
