/** The client programs of a run: who has which grant, and how they are killed and restarted. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Chance } from '../chance.ts'
import type { Conditions } from '../conditions.ts'
import type { Fault } from '../faults.ts'
import { monotonic } from '../journal.ts'
import type { Connected } from '../sign-in.ts'
import { type Supervised, supervise } from '../supervised.ts'
import type { ClientSettings, ProgramGrant, ProgramSettings } from './settings.ts'

export interface Fleet {
  readonly processes: readonly Supervised[]
  readonly faults: readonly Fault[]
  /** Resolves when every program is working. */
  ready(): Promise<void>
  /** Has every program refresh each grant one last time and exit. */
  finish(): Promise<void>
  close(): Promise<void>
}

export interface FleetPlace {
  readonly directory: string
  readonly directories: Pick<
    ProgramSettings,
    'storeDirectory' | 'journalDirectory' | 'vaultDirectory'
  >
  readonly settings: ClientSettings
  readonly conditions: Conditions
  readonly chance: Chance
}

const program = fileURLToPath(new URL('./program.ts', import.meta.url))

/** The third keeps its grants in memory, so it must not be killed: they would be lost. */
const names = ['file-1', 'file-2', 'memory-1'] as const
/** The share of kills that wait until the program works; the others may happen while it starts. */
export const MOSTLY = 0.8

type Name = (typeof names)[number]

/** Assigns grants in turn; programs with file storage find theirs again after each kill. */
const turns: readonly Name[] = ['file-1', 'file-2', 'memory-1', 'memory-1', 'memory-1']

export function startClients(place: FleetPlace, grants: readonly Connected[]): Fleet {
  const { directory, directories, settings, conditions, chance } = place
  const holdings = assign(grants, conditions)
  const pauses = chance.fork('client pauses')
  const moments = chance.fork('revocations')
  const now = monotonic()
  const revokeAt = new Map(
    grants.map(({ grant, role }) => [
      grant,
      role === 'revoked' ? now + conditions.seconds * 1000 * moments.between(0.1, 0.9) : null,
    ]),
  )
  mkdirSync(join(directory, 'programs'))
  const working = names.filter((name) => holdings[name].length > 0)
  const processes = working.map((name) => {
    const file = join(directory, 'programs', `${name}.json`)
    const told: ProgramSettings = {
      ...settings,
      ...directories,
      name,
      store: name === 'memory-1' ? 'memory' : 'file',
      seed: `${conditions.seed}/${name}`,
      longestPauseMs: conditions.longestPauseMs,
      grants: holdings[name].map(
        ({ grantKey, grant }): ProgramGrant => ({
          ...{ grantKey, grant, revokeAt: revokeAt.get(grant) ?? null },
        }),
      ),
    }
    writeFileSync(file, JSON.stringify(told), { mode: 0o600 })
    return supervise({
      ...{ name, args: [program, file], log: join(directory, 'programs', `${name}.log`) },
      // Most of a program's time is spent waiting for the disk, on Node's few threads.
      environment: { UV_THREADPOOL_SIZE: '16' },
      readyPattern: /^working$/m,
      pause: () => sleep(pauses.between(0, 500)),
    })
  })
  const mortal = processes.filter(({ name }) => name !== 'memory-1')
  const kill: Fault = {
    name: 'client program killed',
    everyMs: conditions.every['client program killed'] ?? 0,
    async strike(chance) {
      const process = mortal[chance.below(mortal.length)]
      if (chance.next() < MOSTLY) await process?.ready()
      return process?.kill() ? `the client program ${process.name} was killed` : undefined
    },
  }
  return {
    processes,
    faults: kill.everyMs > 0 ? [kill] : [],
    async ready() {
      await Promise.all(processes.map((process) => process.ready()))
    },
    async finish() {
      // Repeatedly, so that a program that is just starting hears it as well.
      const asking = setInterval(() => {
        for (const process of processes) process.write('finish\n')
      }, 200)
      await Promise.all(processes.map(({ finished }) => finished))
      clearInterval(asking)
    },
    async close() {
      await Promise.all(processes.map((process) => process.stop('SIGKILL')))
    },
  }
}

/** Grants by program, assigned in turn; the first few kept ones have two programs each. */
function assign(
  grants: readonly Connected[],
  { shared, programs }: Conditions,
): Record<Name, Connected[]> {
  const holdings: Record<Name, Connected[]> = { 'file-1': [], 'file-2': [], 'memory-1': [] }
  const held = grants.filter(({ role }) => role !== 'raced')
  let sharing = shared
  for (const [index, grant] of held.entries()) {
    const name = turns[index % (programs < 3 ? programs : turns.length)] ?? 'file-1'
    if (grant.role === 'kept' && sharing > 0) {
      sharing -= 1
      holdings['file-1'].push(grant)
      holdings['file-2'].push(grant)
    } else holdings[name].push(grant)
  }
  return holdings
}
