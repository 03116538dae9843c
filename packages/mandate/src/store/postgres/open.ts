/**
 * Opens a PostgreSQL database: checks that it is suitable, creates or migrates its tables, and
 * passes it to the engine. If anything is wrong, one sentence says so (`refusal.ts`) before
 * anything is changed.
 */

import pg from 'pg'
import { DatabaseRefused, type Engine } from '../engine.ts'
import { migrations } from '../migrations/all.ts'
import { type Migration, pendingMigrations } from '../migrations/migration.ts'
import type { Store } from '../port.ts'
import { createStore, type StoreOptions } from '../store.ts'
import { titleOf } from './address.ts'
import { openConnections } from './connections.ts'
import { createPostgresEngine, READS_IN_FLIGHT, WRITES_IN_FLIGHT } from './engine.ts'
import { refusesOptions } from './limits.ts'
import { appliedIn, migrate } from './migrate.ts'
import { connectionTo, PATIENCE_MS } from './place.ts'
import { refusal } from './refusal.ts'
import { checkMayCreate, checkServer } from './server-check.ts'
import { noTimeLimits } from './session-settings.ts'

export interface PostgresPlace {
  /** `postgres://USER:PASSWORD@HOST:5432/DATABASE`, with `sslmode` and the like as parameters. */
  readonly url: string
  /** Neither creates nor migrates. */
  readonly readOnly?: boolean
  /** How long to wait for a connection or an answer, in milliseconds; 5,000 by default. */
  readonly patience?: number
}

/** How long to wait for busy tables at start, as a multiple of the limit for one answer. */
const MIGRATION_PATIENCE = 6

/**
 * The store in the database at `url`, migrated to this program's version.
 *
 * @throws {DatabaseRefused}
 */
export async function openPostgresStore(place: PostgresPlace & StoreOptions): Promise<Store> {
  return createStore(await openPostgresEngine(place), place)
}

/** The same without the verbs. Migrates to the last of `known`, which tests vary. */
export async function openPostgresEngine(
  place: PostgresPlace,
  known: readonly Migration[] = migrations,
): Promise<Engine> {
  const { url, patience = PATIENCE_MS } = place
  await withClient(place, (client) => prepare(client, place, known))
  const size = READS_IN_FLIGHT + WRITES_IN_FLIGHT
  return createPostgresEngine(openConnections(url, { size, patience }), { patience })
}

/**
 * Whether the tables exist. Changes nothing.
 *
 * @throws {DatabaseRefused} if the database cannot be queried, belongs to another program, or could
 *   not be used or created: the caller goes on to create keys for it.
 */
export function isPostgresDatabaseThere(place: PostgresPlace): Promise<boolean> {
  const title = titleOf(place.url)
  return withClient(place, async (client) => {
    await checkServer(client, title)
    if ((await appliedIn(client, title)).length > 0) return true
    await checkMayCreate(client)
    return false
  })
}

async function prepare(
  client: pg.Client,
  place: PostgresPlace,
  known: readonly Migration[],
): Promise<void> {
  const { url, readOnly = false, patience = PATIENCE_MS } = place
  const title = titleOf(url)
  await checkServer(client, title)
  const pending = pendingMigrations(title, await appliedIn(client, title), known)
  if (pending.length === 0) return
  if (readOnly) {
    throw new DatabaseRefused(
      `The database ${title} is older than this program and was opened for reading only.`,
      'Start the server once to bring it up to date.',
    )
  }
  await migrate(client, title, {
    known,
    now: Math.floor(Date.now() / 1000),
    patience: patience * MIGRATION_PATIENCE,
  })
}

/** Runs `act` with a connection of its own. Throws `DatabaseRefused` for whatever it throws. */
export async function withClient<Result>(
  { url, patience = PATIENCE_MS }: PostgresPlace,
  act: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  try {
    const client = await connectedTo(url, patience)
    try {
      return await act(client)
    } finally {
      await client.end()
    }
  } catch (error) {
    throw refusal(url, error)
  }
}

/** Without time limits that were set for all sessions, unless a pooler forbids to override them. */
async function connectedTo(url: string, patience: number): Promise<pg.Client> {
  const connect = async (options: string) => {
    const client = new pg.Client(connectionTo(url, patience, options))
    // The query in progress reports the error; without a listener it would be fatal.
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end()
      throw error
    }
  }
  try {
    return await connect(noTimeLimits)
  } catch (error) {
    if (!refusesOptions(error)) throw error
    return connect('')
  }
}
