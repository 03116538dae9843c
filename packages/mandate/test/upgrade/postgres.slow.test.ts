import { after } from 'node:test'
import pg from 'pg'
import { openPostgresStore } from '../../src/store/postgres/open.ts'
import { createTestPlace, endTestServer } from '../store/test-places.ts'
import { proveUpgrade } from './prove-upgrade.ts'

after(endTestServer)

proveUpgrade('PostgreSQL', async () => {
  const { location, remove } = await createTestPlace()
  const store = await openPostgresStore({ url: location })
  after(async () => {
    await store.close()
    await remove()
  })
  return {
    database: location,
    store,
    // Something, such as a dump, reads the table in a transaction that does not end.
    obstruct: async (flows) => {
      const client = new pg.Client(location)
      await client.connect()
      await client.query('BEGIN; SELECT FROM grants')
      return async () => {
        await untilWaitedFor(location)
        await flows()
        await client.query('COMMIT')
        await client.end()
      }
    },
  }
})

/** Resolves when a migration waits for a lock on the table of grants. */
async function untilWaitedFor(location: string): Promise<void> {
  const client = new pg.Client(location)
  await client.connect()
  for (;;) {
    const { rows } = await client.query(
      `SELECT FROM pg_locks WHERE relation = to_regclass('grants')
        AND mode = 'AccessExclusiveLock' AND NOT granted`,
    )
    if (rows.length > 0) break
  }
  await client.end()
}
