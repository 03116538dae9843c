import type { ClientBase } from 'pg'
import { DatabaseRefused } from '../engine.ts'

/** The oldest major version that was still supported when this was written. */
const OLDEST_VERSION = 14

const INSUFFICIENT_PRIVILEGE = '42501'

interface ServerState {
  readonly version: number
  readonly encoding: string
  readonly read_only: string
  readonly synchronous_commit: string
  /** A setting that hides damage, and is on. */
  readonly blind: string | null
  readonly schema: string | null
}

/**
 * Checks that this server stores data durably. Changes nothing.
 *
 * @throws {DatabaseRefused}
 */
export async function checkServer(client: ClientBase, title: string): Promise<void> {
  const { rows } = await client.query<ServerState>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version,
      current_setting('server_encoding') AS encoding,
      current_setting('transaction_read_only') AS read_only,
      current_setting('synchronous_commit') AS synchronous_commit,
      (SELECT MIN(name) FROM pg_settings WHERE setting = 'on'
        AND name IN ('zero_damaged_pages', 'ignore_checksum_failure')) AS blind,
      current_schema() AS schema`,
  )
  const [state] = rows
  if (state !== undefined) refuseUnfit(title, state)
}

/**
 * Checks that tables can be created. Changes nothing. Throws what PostgreSQL would say to CREATE
 * TABLE.
 */
export async function checkMayCreate(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT has_schema_privilege(current_schema(), 'CREATE') AS may`,
  )
  if (rows[0]?.may === true) return
  const said = { severity: 'ERROR', code: INSUFFICIENT_PRIVILEGE }
  throw Object.assign(new Error('permission denied'), said)
}

/** The same for a known state. */
export function refuseUnfit(title: string, state: ServerState): void {
  if (state.version < OLDEST_VERSION) {
    throw new DatabaseRefused(
      `The database ${title} is PostgreSQL ${state.version}, and this program needs ${OLDEST_VERSION} or newer.`,
      'Upgrade the server, or name another one.',
    )
  }
  if (state.encoding !== 'UTF8') {
    throw new DatabaseRefused(
      `The database ${title} is encoded in ${state.encoding}, and names of people need UTF8.`,
      'Name a database made with ENCODING UTF8.',
    )
  }
  if (state.read_only === 'on') {
    throw new DatabaseRefused(
      `The database ${title} is read-only, such as a replica is.`,
      'Name the primary server.',
    )
  }
  // A refresh token that was issued and then forgotten signs its user out.
  if (state.synchronous_commit === 'off') {
    throw new DatabaseRefused(
      `The database ${title} confirms what it has not kept yet: synchronous_commit is off.`,
      'Run ALTER DATABASE … SET synchronous_commit = on for this database.',
    )
  }
  // Damaged rows would silently disappear, and their tokens would look forged.
  if (state.blind !== null) {
    throw new DatabaseRefused(
      `The database ${title} passes over damaged rows in silence: ${state.blind} is on.`,
      `Run ALTER DATABASE … SET ${state.blind} = off for this database.`,
    )
  }
  if (state.schema === null) {
    throw new DatabaseRefused(
      `In the database ${title} no schema of the search path exists for this user.`,
      'Create one, or give this user USAGE and CREATE on the schema public.',
    )
  }
}
