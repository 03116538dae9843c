/**
 * A power cut, simulated. A node on SQLite is killed while clients refresh, and the database's log is
 * cut back to its synced length: what the disk had been told to keep, and not one byte more.
 *
 * This assumes the worst that a disk may do: nothing unsynced survives. (A real one
 * usually keeps some of it.) The database file itself is left as it is, because SQLite writes to it
 * only in a checkpoint, and a run is too short for one.
 */

import { rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { judge } from './checker/judge.ts'
import { startClients } from './clients/fleet.ts'
import { type Conditions, shortRun } from './conditions.ts'
import { examine, findTokensIn } from './examination.ts'
import { readJournals } from './journal.ts'
import { startNodes } from './nodes.ts'
import { openPlace } from './place.ts'
import type { Run } from './run.ts'
import { canTrace, syncedLength, tracedInto } from './synced-length.ts'

const BEFORE_MS = 1_500
const AFTER_MS = 500

/** `sabotage` is `no-sync`, or null for the server as it is. */
export async function runPowerLoss({
  seed,
  sabotage,
}: Pick<Conditions, 'seed' | 'sabotage'>): Promise<Run> {
  const conditions: Conditions = {
    ...shortRun({ engine: 'sqlite', seed }),
    ...{ seconds: (BEFORE_MS + AFTER_MS) / 1000, longestPauseMs: 150, programs: 1 },
    ...{ kept: 6, shared: 0, revoked: 0, robbed: 0, raced: 0, fates: {}, every: {}, sabotage },
  }
  const place = await openPlace(conditions)
  const { storage, chance, directory, directories, journal, vault } = place
  const log = `${storage.environment['MANDATE_DATABASE']}-wal`
  const trace = canTrace() ? join(directory, 'trace') : undefined
  let power: 'on' | 'off' = 'on'
  let cut = 0

  async function cutPower(): Promise<void> {
    if (power === 'on') return
    power = 'on'
    const kept = trace === undefined ? wordOf(sabotage, log) : await syncedLength(trace, log)
    cut = statSync(log).size - kept
    truncateSync(log, kept)
    // This file is shared memory, which does not survive a power cut.
    rmSync(`${log.slice(0, -'-wal'.length)}-shm`, { force: true })
  }

  try {
    const nodes = await startNodes({
      ...{ directory, storage, conditions, chance },
      ...{
        count: 1,
        whileDown: cutPower,
        ...(trace !== undefined && { under: tracedInto(trace) }),
      },
    })
    place.onClose(() => nodes.close())
    await nodes.ready()
    const { settings, grants } = await place.populate(nodes.gate.url, nodes.command)
    // The grants are safe on disk, whatever happens to the server: the cut is about rotations.
    checkpoint(log.slice(0, -'-wal'.length))
    const clients = startClients({ directory, directories, settings, conditions, chance }, grants)
    place.onClose(() => clients.close())
    await clients.ready()
    journal({ what: 'happened', event: 'the storm begins' })
    await sleep(BEFORE_MS)
    power = 'off'
    nodes.processes[0]?.kill()
    await nodes.ready()
    journal({ what: 'happened', event: `the power was cut, and with it ${cut} bytes of the log` })
    await sleep(AFTER_MS)
    journal({ what: 'happened', event: 'the storm is over' })
    await clients.finish()
    const presenting = place.presenting(settings)
    await examine({
      ...{ grants, nodes: nodes.urls, vault, ended: new Set<string>() },
      ...{ presenting: presenting('examiner'), forging: presenting('forger') },
    })
    const judged = judge({
      lines: readJournals(directories.journalDirectory),
      rows: await storage.grantRows(),
      leaked: await findTokensIn(storage, grants, vault),
      ownEnds: [...nodes.processes, ...clients.processes].flatMap(({ ownEnds }) => ownEnds),
    })
    const how = trace === undefined ? 'taken from its settings' : 'seen by strace'
    return {
      ...{ conditions, storage: `${storage.version} (synced length ${how}, ${cut} bytes cut off)` },
      ...{
        notTried: [],
        faults: { 'power cut': 1 },
        fates: {},
        databaseCuts: 0,
        auditEvents: 0,
        judged,
      },
    }
  } finally {
    await place.close()
  }
}

/** Without tracing: SQLite syncs its log at each commit or, with this sabotage, never. */
function wordOf(sabotage: string | null, log: string): number {
  return sabotage === 'no-sync' ? 0 : statSync(log).size
}

/** Checkpoints the log into the database file, synced, and empties it. */
function checkpoint(path: string): void {
  const database = new DatabaseSync(path, { timeout: 5_000 })
  database.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}
