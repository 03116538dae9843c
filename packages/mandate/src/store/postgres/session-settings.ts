/**
 * Session settings that would change what is written or read, or whether it is durable. Anybody who
 * may run `ALTER DATABASE … SET` or `ALTER ROLE … SET` determines them, unless we set them
 * ourselves.
 *
 * - `array_nulls = off` stores the word NULL instead of null.
 * - `row_security = on` lets a policy silently hide rows: a hidden grant would make its token look
 *   forged. `off` makes that an error, as in `pg_dump`.
 * - `synchronous_commit = off` loses acknowledged commits. Any other value is the operator's
 *   choice.
 *
 * Other settings do not matter: bytes are read in either format (`types.ts`), no date, interval or
 * fraction is read or written, no statement contains a backslash, and limits and isolation are set
 * with each session or transaction (`limits.ts`).
 */

/** For the start-up parameter `options`: applies to the whole session. */
export const sessionFlags = '-c array_nulls=on -c row_security=off'

/** Pins the settings of a session of our own. */
export const keepAcknowledged = `set_config('synchronous_commit',
  CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
    ELSE current_setting('synchronous_commit') END, false)`

/** For the current transaction, in a session that is shared or was opened without flags. */
export const transactionSettings = `SET LOCAL array_nulls = on; SET LOCAL row_security = off;
  SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'`

/**
 * The start-up parameter `options` of a session that prepares a server's start or makes a backup.
 */
export const noTimeLimits = '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0'

/** For slow work. Older servers do not know all of these limits. */
export const withoutTimeLimits = `SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN
  ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`
