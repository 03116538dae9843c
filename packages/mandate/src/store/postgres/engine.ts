/**
 * The PostgreSQL engine: many inputs of one query become one statement, a few statements are in
 * flight at once, and no unit is answered before COMMIT is confirmed.
 *
 * What happens to a failed batch (`errors.ts`):
 *
 *     refused, conflict ──▶ split in halves, down to the unit at fault
 *     conflict (alone)  ──▶ retried a few times
 *     not reached, lost ──▶ reads: retried on another connection
 *                           writes: given up, since they may have happened
 *     unable            ──▶ given up
 *     unstorable (alone) ──▶ reads: no rows
 *
 * "Given up" means `StorageUnavailable`. A caller that repeats its request with the same
 * `Idempotency-Key` then safely finds out what happened.
 */

import { performance } from 'node:perf_hooks'
import type { Engine, Row, Step } from '../engine.ts'
import { StorageUnavailable } from '../port.ts'
import { distribute, halves, statementsOf } from './batch.ts'
import { type Connections, NotReached } from './connections.ts'
import { asUnavailable, type Failure, failureOf, sqlState, UNSTORABLE_TEXT } from './errors.ts'
import { type Batch, createLane, type Lane, tooLate, type Unit } from './lane.ts'

/** Batches in flight. More would make the batches smaller and answer nobody sooner. */
export const READS_IN_FLIGHT = 2
export const WRITES_IN_FLIGHT = 2

const TRIES = 5

type Purpose = 'read' | 'write'

/** Takes over the connections to a database whose tables exist. `patience` in milliseconds. */
export function createPostgresEngine(
  connections: Connections,
  { patience }: { readonly patience: number },
): Engine {
  const counted = { readUnits: 0, readTransactions: 0, writeUnits: 0, writeTransactions: 0 }
  let closed = false

  /** Settles every unit of a batch, whatever happens. */
  async function run(purpose: Purpose, units: readonly Unit[], tries = 1): Promise<void> {
    const now = performance.now()
    for (const unit of units) if (unit.deadline <= now) unit.reject(tooLate())
    const [first, ...others] = units.filter(({ deadline }) => deadline > now)
    if (first === undefined) return
    const batch: Batch = [first, ...others]
    let results: readonly (readonly Row[])[]
    try {
      results = await connections.transact(
        statementsOf(batch),
        others.length > 0 ? 'shared' : 'alone',
      )
    } catch (error) {
      await recover({ purpose, batch, tries, error })
      return
    }
    counted[`${purpose}Units`] += batch.length
    counted[`${purpose}Transactions`] += 1
    distribute(batch, results)
  }

  async function recover(failed: {
    readonly purpose: Purpose
    readonly batch: Batch
    readonly tries: number
    readonly error: unknown
  }): Promise<void> {
    const { purpose, batch, tries, error } = failed
    const cause = error instanceof NotReached ? error.cause : error
    const failure = error instanceof NotReached ? 'unable' : failureOf(error)
    if (batch.length > 1 && (failure === 'refused' || failure === 'conflict')) {
      for (const half of halves(batch)) await run(purpose, half)
    } else if (tries < TRIES && isWorthRepeating(failure, purpose)) {
      await run(purpose, batch, tries + 1)
    } else if (purpose === 'read' && sqlState(error) === UNSTORABLE_TEXT) {
      // No row has a text that PostgreSQL cannot store, such as one with a NUL.
      for (const { resolve, steps } of batch) resolve(steps.map(() => []))
    } else {
      for (const unit of batch) unit.reject(asUnavailable(cause))
    }
  }

  const lane = (purpose: Purpose, width: number): Lane =>
    createLane((batch) => run(purpose, batch), { width, patience, exclusive: purpose === 'write' })
  const reads = lane('read', READS_IN_FLIGHT)
  const writes = lane('write', WRITES_IN_FLIGHT)

  async function read(step: Step): Promise<readonly Row[]> {
    if (closed) throw new StorageUnavailable('the store is closed')
    const [rows = []] = await reads.submit([step])
    return rows
  }

  return {
    hasOwnClock: true,
    read,
    async write(steps) {
      if (closed) throw new StorageUnavailable('the store is closed')
      return steps.length === 0 ? [] : writes.submit(steps)
    },
    async ping() {
      const [row] = await read(ping)
      if (row?.['read_only'] === 'on') throw new StorageUnavailable('the database is read-only')
    },
    statistics: () => ({
      ...counted,
      readWaitingMs: reads.waiting.spentMs(),
      writeWaitingMs: writes.waiting.spentMs(),
      waitingUnits: reads.waiting.units() + writes.waiting.units(),
    }),
    async close() {
      if (closed) return
      closed = true
      await Promise.all([reads.drained(), writes.drained()])
      await connections.close()
    },
  }
}

function isWorthRepeating(failure: Failure, purpose: Purpose): boolean {
  return failure === 'conflict' || (failure === 'lost' && purpose === 'read')
}

/** Checks that a table exists and that this server can write. */
const ping: Step = {
  query: {
    name: 'ping',
    text: `SELECT MAX(number) AS version, current_setting('transaction_read_only') AS read_only
      FROM schema_migrations`,
    input: {},
    key: 'alone',
  },
  input: {},
}
