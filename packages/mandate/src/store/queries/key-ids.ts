import { query } from './query.ts'

/**
 * Makes nodes that note keys at the same time do so one after the other: the row of the migration that
 * made the table is there from the beginning, and the process that has it lets the next one see what it noted.
 */
export const takeTurnAtKeys = query({
  name: 'take_turn_at_keys',
  text: 'UPDATE schema_migrations SET applied_at = applied_at WHERE schema_migrations.number = 4',
  input: {},
  key: 'alone',
})

/** Nothing is noted where another key is, that is not in `held`: all ids, with spaces between. */
export const noteKey = query({
  name: 'note_key',
  text: `INSERT INTO key_ids (id, noted_at)
    SELECT :id, :noted_at WHERE NOT EXISTS (
      SELECT 1 FROM key_ids AS others WHERE :held NOT LIKE '%' || others.id || '%')
    ON CONFLICT (id) DO NOTHING`,
  input: { id: 'text', noted_at: 'bigint', held: 'text' },
  key: 'alone',
})

export const listKeyIds = query({
  name: 'list_key_ids',
  text: 'SELECT key_ids.id FROM key_ids ORDER BY key_ids.id',
  input: {},
  key: 'alone',
})

/** The keys of a page of grants, each with the last grant that names it. */
export const keysOfGrants = query({
  name: 'keys_of_grants',
  text: `SELECT page.key_id, MAX(page.id) AS last_id
    FROM (SELECT grants.id, grants.key_id FROM grants WHERE grants.id > :after
      ORDER BY grants.id LIMIT :limit) AS page
    GROUP BY page.key_id`,
  input: { after: 'text', limit: 'bigint' },
  key: 'alone',
})
