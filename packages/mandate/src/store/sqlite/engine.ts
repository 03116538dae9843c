/**
 * The embedded engine. Units issued in one turn of the event loop run in one transaction, so that
 * they share one fsync (`lane.ts`). No unit is answered before COMMIT has returned.
 *
 * A unit that fails never fails the others: SQLite undoes a failing statement alone, and a unit
 * with several steps has a savepoint. Only what ends the whole transaction (a full disk, an I/O
 * error) fails all of them.
 */

import type { DatabaseSync } from 'node:sqlite'
import type { Engine, Step } from '../engine.ts'
import { StorageUnavailable } from '../port.ts'
import { asUnavailable, isBusy } from './errors.ts'
import { createLane, type Outcome } from './lane.ts'
import { createStatements } from './statements.ts'

/** How long to wait for another process's lock, by default. */
export const PATIENCE_MS = 5_000

/** Takes over an open database whose tables exist (`open.ts`). `patience` in milliseconds. */
export function createSqliteEngine(database: DatabaseSync, patience = PATIENCE_MS): Engine {
  const run = createStatements(database)
  const counted = { readUnits: 0, readTransactions: 0, writeUnits: 0, writeTransactions: 0 }
  let closed = false

  function runUnit(steps: readonly Step[]): Outcome {
    const guarded = steps.length > 1
    try {
      if (guarded) database.exec('SAVEPOINT unit')
      const rows = steps.map(run)
      if (guarded) database.exec('RELEASE unit')
      return { done: true, rows }
    } catch (error) {
      if (isBusy(error) || !database.isTransaction) throw error
      if (guarded) database.exec('ROLLBACK TO unit; RELEASE unit')
      return { done: false, error: asUnavailable(error) }
    }
  }

  function runTogether(begin: string, units: readonly (readonly Step[])[]): readonly Outcome[] {
    database.exec(begin)
    try {
      const outcomes = units.map(runUnit)
      database.exec('COMMIT')
      return outcomes
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  const writes = createLane((units) => {
    // The lock is taken up front: a transaction that starts as a reader may not get it later.
    const outcomes = runTogether('BEGIN IMMEDIATE', units)
    counted.writeTransactions += 1
    counted.writeUnits += units.length
    return outcomes
  }, patience)
  const reads = createLane((units) => {
    const outcomes = runTogether('BEGIN', units)
    counted.readTransactions += 1
    counted.readUnits += units.length
    return outcomes
  }, patience)

  async function read(step: Step) {
    if (closed) throw new StorageUnavailable('the store is closed')
    const [rows = []] = await reads.submit([step])
    return rows
  }

  return {
    hasOwnClock: false,
    read,
    async write(steps) {
      if (closed) throw new StorageUnavailable('the store is closed')
      return writes.submit(steps)
    },
    async ping() {
      await read(ping)
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
      // A lane is first in, first out, so an empty unit is settled after everything before it.
      await Promise.allSettled([writes.submit([]), reads.submit([])])
      database.close()
    },
  }
}

/** Reads the file: SQLite would answer a constant without doing so. */
const ping: Step = {
  query: {
    name: 'ping',
    text: 'SELECT MAX(number) AS version FROM schema_migrations',
    input: {},
    key: [],
  },
  input: {},
}
