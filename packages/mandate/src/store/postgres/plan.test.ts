/** Whether PostgreSQL locks what the plan says: statements run, and `pg_locks` is read beside them. */

import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import pg from 'pg'
import { createTestPlace, endTestServer } from '../../../test/store/test-places.ts'
import { migrations } from '../migrations/all.ts'
import { planMigrations } from '../migrations/plan.ts'
import { openPostgresEngine, planPostgresMigrations } from './open.ts'
import { lockRules } from './plan.ts'

after(endTestServer)

/** One of each kind, on a table that is in use. */
const statements = [
  'CREATE TABLE pets (id BIGINT NOT NULL)',
  'CREATE INDEX grants_scope ON grants (scope)',
  'CREATE UNIQUE INDEX grants_seed ON grants (seed)',
  'ALTER TABLE grants ADD COLUMN pet BIGINT',
  'ALTER TABLE grants ADD COLUMN pet BIGINT NOT NULL DEFAULT 7',
  'ALTER TABLE grants DROP COLUMN code_challenge',
  'ALTER TABLE grants RENAME COLUMN scope TO scopes',
  'UPDATE grants SET scope = scope WHERE id = id',
  'DROP TABLE grants',
  'ALTER TABLE grants ALTER COLUMN generation TYPE TEXT',
]

describe('the plan of migrations on PostgreSQL', () => {
  it('names the lock that PostgreSQL takes, and whether all rows are written anew', async (t) => {
    const { location, remove } = await createTestPlace()
    await (await openPostgresEngine({ url: location })).close()
    const client = new pg.Client(location)
    await client.connect()
    t.after(async () => {
      await client.end()
      await remove()
    })
    const { rows: found } = await client.query("SELECT to_regclass('grants')::oid AS id")
    const grants = found[0]?.id
    for (const text of statements) {
      await client.query('BEGIN')
      const before = await fileOf(client)
      await client.query(text)
      const { rows } = await client.query(
        `SELECT mode FROM pg_locks
          WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation = $1`,
        [grants],
      )
      const taken = rows.map(({ mode }) => String(mode))
      const rewritten = (await fileOf(client)) !== before
      await client.query('ROLLBACK')
      // As it runs in a transaction; beside writers an index cannot be built in one.
      const { of } = lockRules
      const [planned] = planMigrations([{ number: 1, name: 'one', text }], { of }, () => 1000)
      const [lock] = planned?.statements[0]?.locks ?? []
      assert.deepEqual(taken.includes(inCatalogue(lock?.mode)), lock !== undefined, text)
      if (lock === undefined) assert.deepEqual(taken, [], text)
      if (lock?.mode !== 'ACCESS EXCLUSIVE') {
        assert.equal(taken.includes('AccessExclusiveLock'), false, text)
      }
      // DROP TABLE gives the file back; nothing is written.
      if (rewritten && !text.startsWith('DROP')) assert.equal(lock?.rows, 1000, text)
    }
  })

  it('reads how many rows there are, and waits for nobody', async (t) => {
    const { location, remove } = await createTestPlace()
    const engine = await openPostgresEngine({ url: location })
    await engine.close()
    const client = new pg.Client(location)
    await client.connect()
    t.after(async () => {
      await client.end()
      await remove()
    })
    await client.query(
      `INSERT INTO attempts SELECT number, 1, 1 FROM generate_series(1, 1234) AS number`,
    )
    await client.query('ANALYZE attempts; BEGIN; LOCK TABLE attempts IN ACCESS EXCLUSIVE MODE')
    const number = migrations.length + 1
    const text = `ALTER TABLE attempts ADD COLUMN pet TEXT; CREATE INDEX attempts_pet ON attempts (pet);
      CREATE INDEX attempts_counted ON attempts (counted)`
    const known = [...migrations, { number, name: 'next', text }]
    const [planned] = await planPostgresMigrations({ url: location, patience: 2_000 }, known)
    // The column takes a moment; its lock stays until the index of it is built.
    assert.deepEqual(planned, {
      ...{ number, name: 'next', needs: null },
      statements: [
        {
          text: 'ALTER TABLE attempts ADD COLUMN pet TEXT',
          locks: [{ on: 'attempts', mode: 'ACCESS EXCLUSIVE', holdsUp: 'everybody', rows: 1234 }],
        },
        {
          text: 'CREATE INDEX attempts_pet ON attempts (pet)',
          locks: [{ on: 'attempts', mode: 'SHARE', holdsUp: 'writers', rows: 1234 }],
        },
        {
          text: 'CREATE INDEX attempts_counted ON attempts (counted)',
          locks: [
            { on: 'attempts', mode: 'SHARE UPDATE EXCLUSIVE', holdsUp: 'nobody', rows: 1234 },
          ],
        },
      ],
    })
    await client.query('ROLLBACK')
  })
})

async function fileOf(client: pg.Client): Promise<unknown> {
  const { rows } = await client.query("SELECT pg_relation_filenode(to_regclass('grants')) AS file")
  return rows[0]?.file
}

/** `ACCESS EXCLUSIVE` → `AccessExclusiveLock`. */
function inCatalogue(mode = ''): string {
  const words = mode.toLowerCase().split(' ')
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Lock`
}
