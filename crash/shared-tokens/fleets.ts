/** The fleets of a run: several processes for each grant, killed and restarted. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Fleet, MOSTLY } from '../clients/fleet.ts'
import type { Fault } from '../faults.ts'
import type { Place } from '../place.ts'
import { supervise } from '../supervised.ts'
import type { SharedConditions } from './conditions.ts'
import type { MemberSettings } from './settings.ts'
import type { Joined } from './sign-in.ts'

const program = fileURLToPath(new URL('./member.ts', import.meta.url))

export function startFleets(
  { directory, directories, chance }: Place,
  conditions: SharedConditions,
  who: {
    readonly issuer: string
    readonly clientId: string
    readonly grants: readonly Joined[]
  },
): Fleet {
  const { issuer, clientId, grants } = who
  const pauses = chance.fork('member pauses')
  const settingsDirectory = join(directory, 'members')
  mkdirSync(settingsDirectory)
  const processes = grants.flatMap(({ grant, file }, fleet) =>
    Array.from({ length: conditions.members }, (_, place) => {
      const name = `member-${fleet + 1}-${place + 1}`
      const told: MemberSettings = {
        ...{ name, issuer, clientId, grant, file },
        journalDirectory: directories.journalDirectory,
        vaultDirectory: directories.vaultDirectory,
        seed: `${conditions.seed}`,
        longestPauseMs: conditions.longestPauseMs,
      }
      const settings = join(settingsDirectory, `${name}.json`)
      writeFileSync(settings, JSON.stringify(told), { mode: 0o600 })
      return supervise({
        ...{ name, args: [program, settings], log: join(settingsDirectory, `${name}.log`) },
        readyPattern: /^working$/m,
        pause: () => sleep(pauses.between(0, 500)),
      })
    }),
  )
  const kill: Fault = {
    name: 'client program killed',
    everyMs: conditions.every['client program killed'] ?? 0,
    async strike(chance) {
      const process = processes[chance.below(processes.length)]
      if (chance.next() < MOSTLY) await process?.ready()
      return process?.kill() ? `the process ${process.name} was killed` : undefined
    },
  }
  return {
    processes,
    faults: kill.everyMs > 0 ? [kill] : [],
    async ready() {
      await Promise.all(processes.map((process) => process.ready()))
    },
    async finish() {
      // Repeatedly, so that a process that is just starting hears it as well.
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
