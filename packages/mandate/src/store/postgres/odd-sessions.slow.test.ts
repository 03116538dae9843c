/** A database with unusual session defaults, set by `ALTER DATABASE … SET`. */

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, describe, it, type TestContext } from 'node:test'
import pg from 'pg'
import { ACT } from '../../../test/act.ts'
import { client, grant, redemptionOf } from '../../../test/store/contract/samples.ts'
import { openGate } from '../../../test/store/database-gate.ts'
import { administer, endTestServer, testDatabaseUrl } from '../../../test/store/test-places.ts'
import { openPostgresEngine, openPostgresStore } from './open.ts'
import { withPostgresSnapshot } from './snapshot.ts'

after(endTestServer)

/** Every setting that changes how values look, what a statement may do, or how it runs. */
const ODD = {
  bytea_output: 'escape',
  array_nulls: 'off',
  standard_conforming_strings: 'off',
  backslash_quote: 'off',
  escape_string_warning: 'off',
  transform_null_equals: 'on',
  DateStyle: 'SQL, DMY',
  IntervalStyle: 'sql_standard',
  TimeZone: 'Asia/Kathmandu',
  client_encoding: 'LATIN1',
  extra_float_digits: '-15',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  session_replication_role: 'replica',
  row_security: 'on',
  xmlbinary: 'hex',
  statement_timeout: '1h',
  lock_timeout: '1h',
  idle_in_transaction_session_timeout: '1h',
  client_min_messages: 'debug1',
  enable_indexscan: 'off',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  plan_cache_mode: 'force_generic_plan',
  jit_above_cost: '0',
}

/** Every byte, so that any other way of writing them shows. */
const seed = Uint8Array.from(randomBytes(32), (byte, index) => [0, 92, 120, 255, 39][index] ?? byte)

async function oddDatabase(test: TestContext, settings: Readonly<Record<string, string>>) {
  const name = `odd_${randomBytes(6).toString('hex')}`
  await administer(`CREATE DATABASE ${name}`)
  test.after(() => administer(`DROP DATABASE ${name} WITH (FORCE)`))
  for (const [setting, value] of Object.entries(settings)) {
    await administer(`ALTER DATABASE ${name} SET ${setting} = '${value}'`)
  }
  const url = new URL(await testDatabaseUrl())
  url.pathname = `/${name}`
  return { name, url: url.href }
}

async function keepsWhatItIsTold(url: string): Promise<void> {
  const store = await openPostgresStore({ url })
  try {
    const ids = Array.from({ length: 12 }, () => randomBytes(16).toString('base64url'))
    const grants = ids.map((id) => ({
      ...grant,
      id: id as typeof grant.id,
      seed,
      redirectUri: null,
    }))
    // At once, so that they are batched into arrays.
    await Promise.all(grants.map((one) => store.grants.insert(one, ACT)))
    await store.clients.insert(
      {
        ...client,
        id: grant.clientId,
      },
      ACT,
    )
    const found = await withPostgresSnapshot({ url }, async (snapshot) => {
      const columns = { id: 'text', seed: 'bytes', redirect_uri: 'text' } as const
      const all: unknown[] = []
      for await (const rows of snapshot.read({ name: 'grants', columns, key: ['id'] }))
        all.push(...rows)
      return all
    })
    assert.deepEqual(
      found,
      ids.toSorted().map((id) => [id, seed, null]),
    )
    const advanced = await Promise.all(
      grants.map(({ id }) => store.grants.advance(redemptionOf(id, 0))),
    )
    assert.ok(advanced.every(Boolean))
  } finally {
    await store.close()
  }
}

describe('a PostgreSQL database with unusual session settings', () => {
  it('stores and returns every value unchanged', async (t) => {
    const { url } = await oddDatabase(t, ODD)
    await keepsWhatItIsTold(url)
  })

  for (const unknown of ['refused', 'dropped'] as const) {
    it(`does so behind a pooler where start-up parameters are ${unknown}`, async (t) => {
      const { url } = await oddDatabase(t, ODD)
      const gate = await openGate(url, unknown)
      t.after(() => gate.shut())
      await keepsWhatItIsTold(gate.url)
    })
  }

  it('can be created and backed up even if statements time out after a millisecond', async (t) => {
    const { url } = await oddDatabase(t, {
      statement_timeout: '1ms',
      lock_timeout: '1ms',
      idle_in_transaction_session_timeout: '1ms',
    })
    await (await openPostgresStore({ url })).close()
    const version = await withPostgresSnapshot({ url }, (snapshot) =>
      Promise.resolve(snapshot.version),
    )
    assert.ok(version > 0)
  })

  for (const setting of ['zero_damaged_pages', 'ignore_checksum_failure']) {
    it(`is refused if ${setting} hides damage`, async (t) => {
      const { url } = await oddDatabase(t, { [setting]: 'on' })
      await assert.rejects(openPostgresStore({ url }), new RegExp(`in silence: ${setting} is on`))
    })
  }

  it('never hides rows by a policy: that is an error, not an unknown token', async (t) => {
    const { name, url } = await oddDatabase(t, {})
    await (await openPostgresStore({ url })).close()
    const role = `${name}_user`
    const owner = new pg.Client(url)
    await owner.connect()
    await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD 'pw';
      GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}; GRANT ALL ON SCHEMA public TO ${role};
      ALTER TABLE grants ENABLE ROW LEVEL SECURITY`)
    const theirs = new URL(url)
    theirs.username = role
    theirs.password = 'pw'
    const store = await openPostgresStore({ url: theirs.href })
    try {
      await assert.rejects(store.grants.find(grant.id), { name: 'StorageUnavailable' })
    } finally {
      await store.close()
      await owner.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
      await owner.end()
    }
  })

  it('keeps what was acknowledged even if commits have become asynchronous', async (t) => {
    const { name, url } = await oddDatabase(t, {})
    for (const through of ['passed on', 'refused'] as const) {
      await administer(`ALTER DATABASE ${name} RESET synchronous_commit`)
      const gate = await openGate(url, through)
      t.after(() => gate.shut())
      const engine = await openPostgresEngine({ url: gate.url })
      await gate.shut()
      await administer(`ALTER DATABASE ${name} SET synchronous_commit = off`)
      await gate.open()
      const asked = {
        query: {
          name: 'asked',
          text: "SELECT current_setting('synchronous_commit') AS setting",
          input: {},
          key: 'alone' as const,
        },
        input: {},
      }
      const rows = await engine.write([asked, asked]).catch(() => engine.write([asked, asked]))
      assert.deepEqual(rows.flat(), [{ setting: 'on' }, { setting: 'on' }])
      await engine.close()
    }
  })
})
