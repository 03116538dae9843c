/**
 * Settings of a session that would change what is written or read, or whether it lasts. Anybody who may
 * run `ALTER DATABASE … SET` or `ALTER ROLE … SET` decides them for us, unless we say them ourselves.
 *
 * - `array_nulls = off` stores the word NULL where nothing was meant.
 * - `row_security = on` lets a policy hide rows without a word: a hidden grant looks like a foreign token.
 *   `off` makes that an error, as `pg_dump` has it.
 * - `synchronous_commit = off` forgets what was acknowledged. Any other value is the operator's choice.
 *
 * The rest makes no difference to us: bytes are read in either form (`types.ts`), no date, interval or
 * fraction is read or written, no text of a statement has a backslash, and limits and isolation are said
 * with each session or transaction (`limits.ts`).
 */

/** For the start-up parameter `options`: holds for the whole session. */
export const sessionFlags = '-c array_nulls=on -c row_security=off'

/** Pins the setting of a session of our own. */
export const keepAcknowledged = `set_config('synchronous_commit',
  CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
    ELSE current_setting('synchronous_commit') END, false)`

/** For the transaction under way, on a session that others share or that was opened without flags. */
export const transactionSettings = `SET LOCAL array_nulls = on; SET LOCAL row_security = off;
  SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'`

/** The start-up parameter `options` of a session that starts a server or makes a backup. */
export const noTimeLimits = '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0'

/** For work that takes its time. Older servers do not know all of these limits. */
export const withoutTimeLimits = `SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN
  ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`
