/**
 * The connections of one engine: a few, kept open, each used by one transaction at a time.
 *
 * A failed connection is not reused. If one cannot be opened, only the transaction that needed it
 * fails; the next one tries again, so nothing has to be restarted when the database returns.
 */

import pg from 'pg'
import type { Row } from '../engine.ts'
import { failureOf, LOCK_NOT_AVAILABLE, READ_ONLY_TRANSACTION, sqlState } from './errors.ts'
import { beginWith, hasLimits, refusesOptions, sessionOptions, type TimeLimits } from './limits.ts'
import { connectionTo } from './place.ts'
import type { Statement } from './statement.ts'
import { execute, transact } from './transaction.ts'

/** There was no connection, so nothing was sent. */
export class NotReached extends Error {
  override readonly name = 'NotReached'
}

export interface Connections {
  /**
   * Runs the statements in one transaction on a connection of their own. If many units share it,
   * the wait for a lock is short: the units that do not need the locked row should not have to
   * wait.
   *
   * @throws {NotReached} if nothing was sent, otherwise what `transact` throws.
   */
  transact(
    statements: readonly Statement[],
    sharing: 'alone' | 'shared',
  ): Promise<readonly (readonly Row[])[]>
  close(): Promise<void>
}

/**
 * Connections are renewed over time, so that nodes spread to servers that were added behind one
 * name.
 */
const LIFETIME_SECONDS = 1_800
const IDLE_MS = 60_000
/**
 * Longer than the server's own limit, because its answer says what happened. This is for when no
 * answer comes.
 */
const SILENCE_MS = 1_000

/** `patience` is for connecting and for each statement, in milliseconds. */
export function openConnections(
  url: string,
  { size, patience }: { readonly size: number; readonly patience: number },
): Connections {
  const limits: Readonly<Record<'alone' | 'shared', TimeLimits>> = {
    // Long enough for PostgreSQL to detect a deadlock, which it checks for after a second.
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
      // The query in progress reports this to its caller; without a listener it would be fatal.
      client.on('error', () => dead.add(client))
    })
    // An idle connection broke; the pool has already dropped it.
    pool.on('error', () => {})
    return pool
  }

  async function noteLimits(client: pg.ClientBase): Promise<void> {
    if (await hasLimits(client)) limited.add(client)
  }

  const sessions = openPool(sessionOptions(limits.shared))
  let pool = sessions
  /** A pooler reassigns sessions, so from now on no setting of a session is relied on. */
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
      // Nothing happened. A unit that delays no other may wait longer for the lock.
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
        // A read-only server may have been the primary before, and its name now leads elsewhere.
        usable = failureOf(error) !== 'lost' && sqlState(error) !== READ_ONLY_TRANSACTION
        throw error
      } finally {
        client.release(!usable)
      }
    },
    close: () => pool.end(),
  }
}
