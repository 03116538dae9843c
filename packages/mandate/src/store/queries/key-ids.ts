import { query } from './query.ts'

/**
 * A mutex: nodes that say what they hold, and keys that become active, do so one after the other,
 * and each sees what the one before it did. The first migration inserts the row, and both engines can
 * lock it.
 */
export const takeTurnAtKeys = query({
  name: 'take_turn_at_keys',
  text: 'UPDATE schema_migrations SET applied_at = applied_at WHERE schema_migrations.number = 1',
  input: {},
  key: 'alone',
})

export const listKeyIds = query({
  name: 'list_key_ids',
  text: `SELECT key_ids.id, key_ids.slot, key_ids.noted_at, key_ids.ready_at, key_ids.active_at,
      key_ids.retiring_at, key_ids.retired_at
    FROM key_ids ORDER BY key_ids.id`,
  input: {},
  key: 'alone',
})

/** Whether a list of ids, separated by spaces, has the id. */
const isIn = (list: string, id: string) => `' ' || ${list} || ' ' LIKE '% ' || ${id} || ' %'`
const isInUse = (row: string) => `${row}.active_at IS NOT NULL AND ${row}.retired_at IS NULL`

/** Nothing if the file lacks a token key in use: it is not for this database. */
export const noteKey = query({
  name: 'note_key',
  text: `INSERT INTO key_ids (id, slot, noted_at) SELECT :id, :slot, :at
    WHERE NOT EXISTS (SELECT 1 FROM key_ids AS others
      WHERE others.slot = 'token' AND ${isInUse('others')} AND NOT (${isIn(':held', 'others.id')}))
    ON CONFLICT (id) DO NOTHING`,
  input: { id: 'text', slot: 'text', held: 'text', at: 'bigint' },
  key: 'alone',
})

/** Keys that have never been active are ready while every node holds them. */
export const noteReadyKeys = query({
  name: 'note_ready_keys',
  text: `UPDATE key_ids SET ready_at = CASE
      WHEN EXISTS (SELECT 1 FROM nodes WHERE NOT (${isIn('nodes.holds', 'key_ids.id')})) THEN NULL
      ELSE COALESCE(key_ids.ready_at, :at) END
    WHERE key_ids.active_at IS NULL AND key_ids.retired_at IS NULL`,
  input: { at: 'bigint' },
  key: 'alone',
})

/** `ready_by` is when it has to have been ready if the slot has an active key already. */
export const activateKey = query({
  name: 'activate_key',
  text: `UPDATE key_ids SET active_at = :at
    WHERE key_ids.id = :id AND key_ids.active_at IS NULL AND key_ids.retired_at IS NULL
      AND key_ids.ready_at IS NOT NULL
      AND (key_ids.ready_at <= :ready_by OR NOT EXISTS (
        SELECT 1 FROM key_ids AS others
        WHERE others.slot = key_ids.slot AND others.retiring_at IS NULL AND ${isInUse('others')}))
      AND NOT EXISTS (SELECT 1 FROM key_ids AS others
        WHERE others.slot = key_ids.slot AND ${isInUse('others')}
          AND NOT (${isIn(':held', 'others.id')}))`,
  input: { id: 'text', held: 'text', ready_by: 'bigint', at: 'bigint' },
  key: 'alone',
})

/** If the key is active, the others of its slot are not any more. */
export const succeedKeys = query({
  name: 'succeed_keys',
  text: `UPDATE key_ids SET retiring_at = :at
    WHERE key_ids.slot = :slot AND key_ids.id <> :id AND key_ids.retiring_at IS NULL
      AND ${isInUse('key_ids')}
      AND EXISTS (SELECT 1 FROM key_ids AS others
        WHERE others.id = :id AND others.retiring_at IS NULL AND ${isInUse('others')})`,
  input: { id: 'text', slot: 'text', at: 'bigint' },
  key: 'alone',
})

export const retireKey = query({
  name: 'retire_key',
  text: `UPDATE key_ids SET retired_at = :at, retiring_at = COALESCE(key_ids.retiring_at, :at)
    WHERE key_ids.id = :id AND key_ids.retired_at IS NULL
      AND (key_ids.retiring_at IS NOT NULL OR key_ids.active_at IS NULL)
    RETURNING key_ids.id`,
  input: { id: 'text', at: 'bigint' },
  key: 'alone',
})

export const enterNode = query({
  name: 'enter_node',
  text: `INSERT INTO nodes (id, beats, holds, started_at, seen_at, version)
      SELECT :id, 1, :holds, :at, :at, :version WHERE true
    ON CONFLICT (id) DO UPDATE
      SET beats = nodes.beats + 1, holds = excluded.holds, seen_at = excluded.seen_at`,
  input: { id: 'text', holds: 'text', version: 'text', at: 'bigint' },
  key: 'alone',
})

export const listNodes = query({
  name: 'list_nodes',
  text: `SELECT nodes.id, nodes.beats, nodes.holds, nodes.started_at, nodes.seen_at, nodes.version
    FROM nodes ORDER BY nodes.id`,
  input: {},
  key: 'alone',
})

/** Nothing if it has said anything since `beats`; null for whatever it said. */
export const leaveNode = query({
  name: 'leave_node',
  text: `DELETE FROM nodes WHERE nodes.id = :id AND nodes.beats = COALESCE(:beats, nodes.beats)`,
  input: { id: 'text', beats: 'bigint' },
  key: 'alone',
})

/**
 * Within a piece of the walk over all grants. The tokens of standing grants are made with the current
 * key, so they depend on no other.
 */
const grantsOfKey = `grants.id > :after AND grants.id <= :last_id AND grants.key_id = :key_id
    AND grants.revoked_at IS NULL AND grants.standing IS NULL`

export const countGrantsOfKey = query({
  name: 'count_grants_of_key',
  text: `SELECT COUNT(*) AS counted FROM grants WHERE ${grantsOfKey} AND grants.expires_at > :now`,
  input: { key_id: 'text', after: 'text', last_id: 'text', now: 'bigint' },
  key: 'alone',
})

export const endGrantsOfKey = query({
  name: 'end_grants_of_key',
  text: `UPDATE grants SET revoked_at = :at, revoked_because = 'revoked_by_operator'
    WHERE ${grantsOfKey} RETURNING grants.id`,
  input: { key_id: 'text', after: 'text', last_id: 'text', at: 'bigint' },
  key: 'alone',
})

export const countOtherUsesOfKey = query({
  name: 'count_other_uses_of_key',
  text: `SELECT
      (SELECT COUNT(*) FROM mailed_links
        WHERE mailed_links.key_id = :key_id AND mailed_links.ended IS NULL
          AND mailed_links.expires_at > :now) AS links,
      (SELECT COUNT(*) FROM totp_authenticators
        WHERE totp_authenticators.key_id = :key_id) AS secrets,
      (SELECT COUNT(*) FROM clients
        WHERE clients.authentication = 'client_secret_jwt'
          AND clients.secret_hash LIKE :key_id || '.%') AS clients,
      (SELECT COUNT(*) FROM endpoints WHERE endpoints.sealed LIKE :key_id || '.%') AS endpoints`,
  input: { key_id: 'text', now: 'bigint' },
  key: 'alone',
})
