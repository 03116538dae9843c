import { query } from './query.ts'

/**
 * A mutex: nodes that record keys at the same time do so one after the other, and each sees what
 * the one before it recorded. The first migration inserts the row, and both engines can lock it.
 */
export const takeTurnAtKeys = query({
  name: 'take_turn_at_keys',
  text: 'UPDATE schema_migrations SET applied_at = applied_at WHERE schema_migrations.number = 1',
  input: {},
  key: 'alone',
})

/** Records nothing if a key exists that is not in `held`: all ids, separated by spaces. */
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
