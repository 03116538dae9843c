/**
 * One run of the crash laboratory on one engine: real nodes, real clients, and everything that can go
 * wrong between them.
 *
 *     prepared (keys, a client, users, grants) ──▶ storm ──▶ calm ──▶ examined ──▶ judged
 *
 * In the storm all faults strike (`faults.ts`), the gate cuts connections (`gate.ts`), the client
 * programs refresh (`clients/`) and attackers attack (`attackers.ts`). In the calm everyone may finish.
 * The checker (`checker/`) then gets only what the participants wrote down and what is in the database.
 * The seed decides which fault hits what and when; the processes still race freely, so two runs
 * with one seed are similar but not identical.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { race, rob, type Scene } from './attackers.ts'
import { type Judged, judge } from './checker/judge.ts'
import { startClients } from './clients/fleet.ts'
import type { Conditions } from './conditions.ts'
import { examine, findTokensIn } from './examination.ts'
import { type Fault, letStrike } from './faults.ts'
import type { Fate } from './gate.ts'
import { monotonic, readJournals } from './journal.ts'
import { startNodes } from './nodes.ts'
import { openPlace } from './place.ts'
import type { Connected } from './sign-in.ts'
import type { Storage } from './storage/storage.ts'

export interface Run {
  readonly conditions: Conditions
  readonly storage: string
  readonly notTried: readonly string[]
  /** How often each fault struck. */
  readonly faults: Readonly<Record<string, number>>
  /** How many requests met each fate at the gate. */
  readonly fates: Readonly<Partial<Record<Fate, number>>>
  /** Connections between a node and the database that were cut; none for an engine without any. */
  readonly databaseCuts: number
  /** How many events `mandate audit verify` found whole afterwards; 0 if nobody asked. */
  readonly auditEvents: number
  readonly judged: Judged
}

const FEWEST_CUTS = 10
const EXTENSION_MS = 60_000
const LOOK_EVERY_MS = 50

/** Runs it to its verdict. Leaves no process and no file behind. */
export async function runOnce(conditions: Conditions): Promise<Run> {
  const place = await openPlace(conditions)
  const { storage, chance, directory, directories, journal, vault } = place
  try {
    const nodes = await startNodes({ directory, storage, conditions, chance })
    place.onClose(() => nodes.close())
    await nodes.ready()
    const { settings, grants } = await place.populate(nodes.gate.url, nodes.command)

    const clients = startClients({ directory, directories, settings, conditions, chance }, grants)
    place.onClose(() => clients.close())
    await clients.ready()
    nodes.gate.be('stormy')
    const begins = monotonic()
    const ends = begins + conditions.seconds * 1000
    journal({ what: 'happened', event: 'the storm begins' })
    const faults = [...nodes.faults, ...clients.faults, ...storageFaults(storage, conditions)]
    const presenting = place.presenting(settings)
    const attacks = attack(grants, {
      ...{ nodes: nodes.urls, vault, chance: chance.fork('attackers'), begins, until: ends },
      ...{ thief: presenting('thief'), racer: presenting('racer') },
      rounds: conditions.raceRounds,
    })
    const strikes = letStrike(faults, { chance: chance.fork('faults'), journal })
    const cutsWanted = Object.keys(conditions.fates).length > 0 ? FEWEST_CUTS : 0
    while (monotonic() < ends) await sleep(LOOK_EVERY_MS)
    // One fault can keep another from happening: no key is rotated while the database is down.
    strikes.leaveToMissing()
    while (monotonic() < ends + EXTENSION_MS && !hasStormed()) await sleep(LOOK_EVERY_MS)
    await strikes.end()

    // On a busy machine the seconds of a short run may pass before anything has happened.
    function hasStormed(): boolean {
      const cuts = [...nodes.gate.fates].filter(([fate]) => fate !== 'passed')
      const count = cuts.reduce((sum, [, times]) => sum + times, 0)
      return count >= cutsWanted && [...strikes.counted.values()].every((times) => times > 0)
    }

    journal({ what: 'happened', event: 'the storm is over' })
    await nodes.calm()
    const [attacked] = await Promise.all([attacks, clients.finish()])
    const revoked = grants.filter(({ role }) => role === 'revoked').map(({ grant }) => grant)
    const ended = new Set([...attacked, ...revoked])
    await examine({
      ...{ grants, nodes: nodes.urls, vault, ended },
      ...{ presenting: presenting('examiner'), forging: presenting('forger') },
    })
    // It fails if anything is wrong: an event that a killed node committed and never sealed is none.
    const { events } = await nodes.command(['audit', 'verify'])
    const judged = judge({
      lines: readJournals(directories.journalDirectory),
      rows: await storage.grantRows(),
      leaked: await findTokensIn(storage, grants, vault),
      ownEnds: [...nodes.processes, ...clients.processes].flatMap(({ ownEnds }) => ownEnds),
    })
    return {
      conditions,
      storage: storage.version,
      notTried: storage.notTried,
      faults: Object.fromEntries(strikes.counted),
      fates: Object.fromEntries(nodes.gate.fates),
      databaseCuts: storage.cuts(),
      auditEvents: Number(events),
      judged,
    }
  } finally {
    await place.close()
  }
}

export function storageFaults(storage: Storage, { every }: Conditions): readonly Fault[] {
  return storage.faults
    .map((fault) => ({ ...fault, everyMs: every[fault.name] ?? 0 }))
    .filter(({ everyMs }) => everyMs > 0)
}

type Attack = Omit<Scene, 'presenting'> & {
  readonly thief: Scene['presenting']
  readonly racer: Scene['presenting']
  readonly begins: number
  readonly rounds: number
}

/** Thieves come at moments spread over the storm; racers race throughout. Returns the ended grants. */
async function attack(
  grants: readonly Connected[],
  { thief, racer, begins, rounds, ...scene }: Attack,
): Promise<readonly string[]> {
  const length = scene.until - begins
  const ended = grants.map(async ({ grant, role }) => {
    if (role === 'raced') return race(grant, rounds, { ...scene, presenting: racer })
    if (role !== 'robbed') return false
    await sleep(length * scene.chance.between(0.1, 0.8))
    return rob(grant, { ...scene, presenting: thief })
  })
  const outcomes = await Promise.all(ended)
  return grants.filter((_, index) => outcomes[index]).map(({ grant }) => grant)
}
