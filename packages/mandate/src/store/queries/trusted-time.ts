import { query } from './query.ts'

/** The only row. */
export const TRUSTED = 'trusted'

/** Always returns a row, for the database's clock. */
export const findTrustedTime = query({
  name: 'find_trusted_time',
  text: `SELECT MAX(trusted_times.trusted_at) AS trusted_at, MAX(trusted_times.version) AS version,
      database_ms() AS database_ms
    FROM trusted_times WHERE trusted_times.id = :id`,
  input: { id: 'text' },
  key: 'alone',
})

/**
 * Starts with the time of the last sweep, or else with the newest timestamp in any row: otherwise,
 * a clock that is wrong on the very first day would be trusted.
 */
export const beginTrustedTime = query({
  name: 'begin_trusted_time',
  text: `INSERT INTO trusted_times (id, trusted_at, version)
    SELECT :id, COALESCE(
      (SELECT MAX(sweeps.began_at) FROM sweeps),
      (SELECT MAX(seen.at) FROM (
        SELECT MAX(sessions.started_at) AS at FROM sessions
        UNION ALL SELECT MAX(known_browsers.last_seen_at) FROM known_browsers
        UNION ALL SELECT MAX(accounts.created_at) FROM accounts
        UNION ALL SELECT MAX(clients.created_at) FROM clients) AS seen),
      :now), 0 WHERE true
    ON CONFLICT (id) DO NOTHING`,
  input: { id: 'text', now: 'bigint' },
  key: 'alone',
})

/** Of several processes that saw the same version, only one moves it. */
export const moveTrustedTime = query({
  name: 'move_trusted_time',
  text: `UPDATE trusted_times SET trusted_at = :trusted_at, version = trusted_times.version + 1
    WHERE trusted_times.id = :id AND trusted_times.version = :version
    RETURNING trusted_times.version`,
  input: { id: 'text', version: 'bigint', trusted_at: 'bigint' },
  key: 'alone',
})
