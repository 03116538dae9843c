import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { everyQuery } from '../../../test/every-query.ts'
import type { Query } from '../engine.ts'
import { migrations } from '../migrations/all.ts'
import { migrate } from '../sqlite/migrate.ts'
import { positional } from '../sqlite/statements.ts'

/** These read part of a table on purpose, within a limit. */
const walks = [
  'measure_grants_of_account',
  'count_grants_of_client',
  'count_live_of_account',
  'count_live_of_client',
  'count_consents_of_client',
  'list_grants',
  'list_clients',
  'list_accounts',
  'list_resources',
  'measure_walk',
  'read_endings',
  'read_facts',
]
/**
 * What a query may scan completely: a subquery with a limit, and tables that never have many rows.
 */
const scanned = [
  'CONSTANT ROW',
  'walk',
  'page',
  'clock',
  'newest',
  // One row per restore, server, server key or API.
  'recoveries',
  'resources USING INDEX',
  'key_ids',
  // The domains that wait for the operator; strangers cause them, up to a ceiling.
  'client_domains USING COVERING INDEX client_domains_held',
  'nodes',
  'settings_faults',
  // One row per webhook of the platform and per client that hears of its connections.
  'endpoints',
  'endpoint_progress',
  // Counted before a key is retired.
  'clients USING INDEX clients_secret_jwt',
  'totp_authenticators',
  'others',
  // The size of the file.
  'pragma_page_count',
  'pragma_page_size',
]
/** The columns that each refresh changes. */
const refreshed = [
  'generation',
  'key_id',
  'expires_at',
  'redeemed_at',
  'retry_key_hash',
  'recent_redemptions',
]

const database = new DatabaseSync(':memory:')
migrate(database, 'test', { known: migrations, now: 0 })

describe('queries', () => {
  it('have unique names', () => {
    assert.ok(everyQuery.length > 30)
    assert.equal(new Set(everyQuery.map(({ name }) => name)).size, everyQuery.length)
  })

  for (const query of everyQuery) {
    it(`${query.name} uses exactly its input columns`, () => {
      const named = [...query.text.matchAll(/:([a-z_]+)/g)].map(([, name]) => name)
      assert.deepEqual([...new Set(named)].toSorted(), Object.keys(query.input).toSorted())
    })

    it(`${query.name} returns the columns that distinguish its inputs`, () => {
      if (query.key === 'alone') return assert.doesNotMatch(query.text, /input\*\//)
      assert.match(query.text, /\/\*(FROM |USING |, )input\*\//)
      const answered = prepare(query)
        .columns()
        .map(({ name }) => name)
      for (const column of query.key) assert.ok(answered.includes(column), column)
    })

    it(`${query.name} finds its rows with an index`, () => {
      const plan = database
        .prepare(`EXPLAIN QUERY PLAN ${inPlaces(query)}`)
        .all()
        .map((row) => String(row['detail']))
      const scans = plan.filter(
        (line) =>
          line.startsWith('SCAN ') && !scanned.some((name) => line.startsWith(`SCAN ${name}`)),
      )
      assert.deepEqual(scans, [], plan.join('; '))
      if (!walks.includes(query.name)) assert.doesNotMatch(plan.join(), /SCAN walk/)
    })
  }

  it('read_endings reads only facts that end tokens', () => {
    const query = everyQuery.find(({ name }) => name === 'read_endings') ?? assert.fail()
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${inPlaces(query)}`).all()
    const lookups = plan.map(({ detail }) => String(detail)).filter((line) => /facts/.test(line))
    assert.equal(lookups.length, 2)
    for (const line of lookups) assert.match(line, / INDEX facts_ending /)
  })

  it('find the user of a directory by every attribute of a filter', () => {
    for (const [name, index, columns] of [
      ['find_scim_user_by_name', 'scim_users_user_name', 'user_name_key=? AND provider=?'],
      ['find_scim_user_by_external_id', 'scim_users_external_id', 'provider=? AND external_id=?'],
      ['list_scim_users_by_email', 'scim_users_provider_email_key', 'provider=? AND email_key=?'],
    ] as const) {
      const query = everyQuery.find((one) => one.name === name) ?? assert.fail(name)
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${inPlaces(query)}`).all()
      const search = `SEARCH scim_users USING INDEX ${index} (${columns})`
      assert.ok(
        plan.some(({ detail }) => detail === search),
        JSON.stringify(plan),
      )
    }
  })

  it('find no grants by a column that a refresh changes', () => {
    const indexes = database.prepare("PRAGMA index_list('grants')").all()
    assert.ok(indexes.length >= 3)
    for (const { name } of indexes) {
      const columns = database.prepare('SELECT name FROM pragma_index_info(?)').all(String(name))
      for (const column of columns) {
        assert.equal(refreshed.includes(String(column['name'])), false, String(name))
      }
    }
  })
})

function inPlaces(query: Query): string {
  return positional(query.text, Object.keys(query.input))
}

function prepare(query: Query) {
  return database.prepare(inPlaces(query))
}
