/**
 * The connections of one engine: a few, kept open, each used by one transaction at a time.
 *
 * A connection that failed is not used again. That one cannot be opened fails the transaction that
 * wanted it and leaves the others alone; the next one tries anew, so nothing has to be started again
 * when the database comes back.
 */

import pg from 'pg'
import type { Row } from '../engine.ts'
import { failureOf, READ_ONLY_TRANSACTION, sqlState } from './errors.ts'
import { connectionTo } from './place.ts'
import type { Statement } from './statement.ts'
import { type TimeLimits, transact } from './transaction.ts'

/** No connection could be had, so nothing was sent. */
export class NotReached extends Error {
  override readonly name = 'NotReached'
}

export interface Connections {
  /**
   * Runs the statements in one transaction on a connection of their own. Where many units share it,
   * a lock is waited for only shortly: the others can do without the one that it keeps waiting.
   *
   * @throws {NotReached} where nothing was sent, otherwise what `transact` throws.
   */
  transact(
    statements: readonly Statement[],
    sharing: 'alone' | 'shared',
  ): Promise<readonly (readonly Row[])[]>
  close(): Promise<void>
}

/** Over time, so that nodes spread over servers that were added behind one name. */
const LIFETIME_SECONDS = 1_800
const IDLE_MS = 60_000
/** The server is heard first: it knows what it did. This is for when nothing comes any more. */
const SILENCE_MS = 1_000

/** `patience` is for connecting and for each statement, in milliseconds. */
export function openConnections(
  url: string,
  { size, patience }: { readonly size: number; readonly patience: number },
): Connections {
  const limits: Readonly<Record<'alone' | 'shared', TimeLimits>> = {
    // Long enough for PostgreSQL to find a deadlock, which it looks for after a second.
    alone: { statement: patience, lock: Math.ceil(patience / 2) },
    shared: { statement: patience, lock: Math.ceil(patience / 25) },
  }
  const pool = new pg.Pool({
    ...connectionTo(url, patience),
    pipeline: true,
    query_timeout: patience + SILENCE_MS,
    max: size,
    min: 1,
    idleTimeoutMillis: IDLE_MS,
    maxLifetimeSeconds: LIFETIME_SECONDS,
  })
  const dead = new WeakSet<pg.ClientBase>()
  pool.on('connect', (client) => {
    // Told to whoever is using it by the failure of its query; without a listener it would be fatal.
    client.on('error', () => dead.add(client))
  })
  // An idle connection broke; the pool has let go of it.
  pool.on('error', () => {})

  async function connect(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await pool.connect().catch((error: unknown) => {
        throw new NotReached('no connection', { cause: error })
      })
      if (!dead.has(client)) return client
      client.release(true)
    }
  }

  return {
    async transact(statements, sharing) {
      const client = await connect()
      let usable = true
      try {
        return await transact(client, statements, limits[sharing])
      } catch (error) {
        // A read-only server may have been the primary until now, and its name leads elsewhere.
        usable = failureOf(error) !== 'lost' && sqlState(error) !== READ_ONLY_TRANSACTION
        throw error
      } finally {
        client.release(!usable)
      }
    },
    close: () => pool.end(),
  }
}
