/**
 * The connections of one engine: a few, kept open, each used by one transaction at a time.
 *
 * A connection that failed is not used again. That one cannot be opened fails the transaction that
 * wanted it and leaves the others alone; the next one tries anew, so nothing has to be started again
 * when the database comes back.
 */

import pg from 'pg'
import type { Row } from '../engine.ts'
import { failureOf, LOCK_NOT_AVAILABLE, READ_ONLY_TRANSACTION, sqlState } from './errors.ts'
import { beginWith, hasLimits, refusesOptions, sessionOptions, type TimeLimits } from './limits.ts'
import { connectionTo } from './place.ts'
import type { Statement } from './statement.ts'
import { execute, transact } from './transaction.ts'

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
  /** Sessions that have the limits of `shared`. */
  const limited = new WeakSet<pg.ClientBase>()
  const dead = new WeakSet<pg.ClientBase>()

  function openPool(options: string): pg.Pool {
    const pool = new pg.Pool({
      ...connectionTo(url, patience, options),
      verify: (client, done) => {
        noteLimits(client).then(() => done(), done)
      },
      pipeline: true,
      query_timeout: patience + SILENCE_MS,
      max: size,
      min: 1,
      idleTimeoutMillis: IDLE_MS,
      maxLifetimeSeconds: LIFETIME_SECONDS,
    })
    pool.on('connect', (client) => {
      // The query in progress fails and tells its caller; without a listener it would be fatal.
      client.on('error', () => dead.add(client))
    })
    // An idle connection broke; the pool has let go of it.
    pool.on('error', () => {})
    return pool
  }

  async function noteLimits(client: pg.ClientBase): Promise<void> {
    if (await hasLimits(client)) limited.add(client)
  }

  const sessions = openPool(sessionOptions(limits.shared))
  let pool = sessions
  /** From now on: a pooler is in between, and sessions change. */
  function doWithoutSessions(): void {
    if (pool !== sessions) return
    pool = openPool('')
    void sessions.end()
  }

  async function connect(): Promise<pg.PoolClient> {
    for (;;) {
      const from = pool
      const client = await from.connect().catch((error: unknown) => {
        if (from === sessions && refusesOptions(error)) return doWithoutSessions()
        throw new NotReached('no connection', { cause: error })
      })
      if (client === undefined) continue
      if (!dead.has(client)) return client
      client.release(true)
    }
  }

  async function run(
    client: pg.PoolClient,
    statements: readonly Statement[],
    sharing: 'alone' | 'shared',
  ): Promise<readonly (readonly Row[])[]> {
    const [first, ...others] = statements
    const isOurs = limited.has(client)
    if (first === undefined || others.length > 0 || !isOurs) {
      return transact(client, statements, beginWith(limits[sharing], isOurs ? 'ours' : 'shared'))
    }
    try {
      return [await execute(client, first)]
    } catch (error) {
      // Nothing happened. Who holds nobody else up may wait for the lock for longer.
      if (sharing === 'shared' || sqlState(error) !== LOCK_NOT_AVAILABLE) throw error
      return transact(client, statements, beginWith(limits.alone, 'ours'))
    }
  }

  return {
    async transact(statements, sharing) {
      const client = await connect()
      let usable = true
      try {
        return await run(client, statements, sharing)
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
