/**
 * Whether the program works unchanged where an operator has cut `grants` into hash partitions by id:
 * the contract of the store, and how the refresh finds its partition.
 *
 *     node_modules/.bin/node --test bench/partitioned.ts
 *
 * `partition` is what that operator would run, with no server at work.
 */

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { createStore } from '../packages/mandate/src/store/store.ts'
import {
  grant,
  insertGrants,
  redemptionOf,
} from '../packages/mandate/test/store/contract/samples.ts'
import type { ContractSubject } from '../packages/mandate/test/store/contract/subject.ts'
import { storeContract } from '../packages/mandate/test/store/contract.ts'
import { subject as whole } from '../packages/mandate/test/store/postgres-subject.ts'
import { createTestPlace, endTestServer } from '../packages/mandate/test/store/test-places.ts'

const PARTITIONS = 16

const partition = `BEGIN;
  ALTER TABLE grants RENAME TO whole_grants;
  ALTER INDEX grants_pkey RENAME TO whole_grants_pkey;
  ALTER INDEX grants_client_id_id RENAME TO whole_grants_client_id_id;
  ALTER INDEX grants_account_id_id RENAME TO whole_grants_account_id_id;
  CREATE TABLE grants (LIKE whole_grants, PRIMARY KEY (id)) PARTITION BY HASH (id);
  ${Array.from(
    { length: PARTITIONS },
    (_, place) => `CREATE TABLE grants_${place} PARTITION OF grants
    FOR VALUES WITH (MODULUS ${PARTITIONS}, REMAINDER ${place}) WITH (fillfactor = 60);`,
  ).join('\n  ')}
  CREATE INDEX grants_client_id_id ON grants (client_id, id);
  CREATE INDEX grants_account_id_id ON grants (account_id, id);
  INSERT INTO grants SELECT * FROM whole_grants;
  DROP TABLE whole_grants;
  COMMIT`

/** PostgreSQL with partitions, as the contract suite sees it. */
export const subject: ContractSubject = {
  ...whole,
  module: import.meta.url,
  async open(url, known) {
    const engine = await whole.open(url, known)
    // Foreign and unfinished histories are as they are.
    if (known === undefined) await withClient(url, partitionOnce)
    return engine
  },
  read: whole.read,
  make: whole.make,
}

// Child processes of the contract import `subject` alone.
if (process.argv[1] === import.meta.filename) {
  storeContract(`PostgreSQL, grants in ${PARTITIONS} partitions`, subject)

  test('a refresh looks into one partition', async () => {
    const place = await createTestPlace()
    const engine = await subject.open(place.location)
    const store = createStore(engine)
    await insertGrants(store, 64)
    assert.equal(await store.grants.advance(redemptionOf(grant.id, 0)), true)
    const plan = await withClient(place.location, async (client) => {
      const { rows } = await client.query(
        `EXPLAIN UPDATE grants SET generation = 2 WHERE id = '${grant.id}' AND generation = 1`,
      )
      return rows.map((row) => String(row['QUERY PLAN']))
    })
    assert.equal(plan.filter((line) => /on grants_\d+/.test(line)).length, 2, plan.join('\n'))
    await engine.close()
    await place.remove()
  })
  after(endTestServer)
}

async function partitionOnce(client: pg.Client): Promise<void> {
  await client.query(
    "SELECT pg_advisory_lock(hashtextextended('partition ' || current_schema(), 0))",
  )
  const { rows } = await client.query("SELECT relkind FROM pg_class WHERE oid = 'grants'::regclass")
  if (rows[0]?.relkind === 'r') await client.query(partition)
}

async function withClient<Result>(
  url: string,
  act: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}
