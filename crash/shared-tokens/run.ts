/**
 * One run with fleets of processes that share a refresh token through a file (`member.ts`), while nodes,
 * databases and processes are killed and connections cut. Then the checker reads the journals.
 *
 *     prepared ──▶ storm, and a thief who comes when the window is over ──▶ calm ──▶ judged
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { judge } from '../checker/judge.ts'
import { generalRules } from '../checker/rules.ts'
import { observedFetch } from '../clients/observed-fetch.ts'
import { findTokensIn } from '../examination.ts'
import { letStrike } from '../faults.ts'
import { monotonic, openJournal, readJournals } from '../journal.ts'
import { startNodes } from '../nodes.ts'
import { openPlace } from '../place.ts'
import { type Presenting, presentAs } from '../presenting.ts'
import { type Run, storageFaults } from '../run.ts'
import type { Vault } from '../vault.ts'
import type { SharedConditions } from './conditions.ts'
import { startFleets } from './fleets.ts'
import { sharedRules } from './rules.ts'
import { connectFleet, type Joined } from './sign-in.ts'

const LOOK_EVERY_MS = 100
const MARGIN_MS = 3_000

/** Runs it to its verdict. Leaves no process and no file behind. */
export async function runShared(conditions: SharedConditions): Promise<Run> {
  const place = await openPlace(conditions)
  const { storage, chance, directory, directories, journal, vault } = place
  try {
    const nodes = await startNodes({ directory, storage, conditions, chance })
    place.onClose(() => nodes.close())
    await nodes.ready()
    const issuer = nodes.gate.url
    const flags = ['--name', 'Command Line', '--redirect-uri', 'http://127.0.0.1/callback']
    const sharing = ['--shared-refresh-seconds', `${conditions.sharedSeconds}`]
    const made = await nodes.command([
      'client',
      'create',
      '--init',
      '--public',
      ...flags,
      ...sharing,
    ])
    const clientId = String(made['client_id'])
    const api = await nodes.command([
      'resource',
      'create',
      '--name',
      'A',
      '--uri',
      'https://a.example',
    ])
    const grants: Joined[] = []
    for (let number = 1; number <= conditions.kept + conditions.robbed; number++) {
      const user = { email: `user-${number}@example.com`, password: `correct horse ${number}` }
      await nodes.command(
        ['user', 'create', '--init', user.email, '--password-stdin'],
        user.password,
      )
      const role = number <= conditions.kept ? 'kept' : 'robbed'
      grants.push(await connectFleet(place, { issuer, clientId }, { user, role, number }))
    }
    const asking = {
      clientId,
      api: { id: String(api['client_id']), secret: String(api['client_secret']) },
    }
    const presenting = (by: string): Presenting => {
      const observer = { journal: openJournal(directories.journalDirectory, by), vault }
      return presentAs(asking, observedFetch(by, observer))
    }

    const fleets = startFleets(place, conditions, { issuer, clientId, grants })
    place.onClose(() => fleets.close())
    await fleets.ready()
    nodes.gate.be('stormy')
    const ends = monotonic() + conditions.seconds * 1000
    journal({ what: 'happened', event: 'the storm begins' })
    const faults = [...nodes.faults, ...fleets.faults, ...storageFaults(storage, conditions)]
    const thief = presenting('thief')
    const robbed = grants.filter(({ role }) => role === 'robbed')
    const thefts = robbed.map(({ grant }) =>
      robLate(grant, conditions, { thief, vault, node: chance.pick(nodes.urls) }),
    )
    const strikes = letStrike(faults, { chance: chance.fork('faults'), journal })
    while (monotonic() < ends) await sleep(LOOK_EVERY_MS)
    await strikes.end()
    journal({ what: 'happened', event: 'the storm is over' })
    await nodes.calm()
    await Promise.all(thefts)
    await fleets.finish()

    const examiner = presenting('examiner')
    for (const { grant, role } of grants) {
      const newest = vault.of(grant, 'rt').at(-1)?.token ?? ''
      const access = vault.of(grant, 'at').at(-1)?.token ?? ''
      for (const node of nodes.urls) {
        if (role === 'robbed') await examiner.insist(() => examiner.refresh(node, newest))
        await examiner.insist(() => examiner.introspect(node, access))
      }
    }
    const judged = judge(
      {
        lines: readJournals(directories.journalDirectory),
        rows: await storage.grantRows(),
        leaked: await findTokensIn(
          storage,
          grants.map((each) => ({ ...each, grantKey: '' })),
          vault,
        ),
        ownEnds: [...nodes.processes, ...fleets.processes].flatMap(({ ownEnds }) => ownEnds),
      },
      [...generalRules, ...sharedRules(conditions.sharedSeconds)],
    )
    return {
      conditions,
      storage: storage.version,
      notTried: storage.notTried,
      faults: Object.fromEntries(strikes.counted),
      fates: Object.fromEntries(nodes.gate.fates),
      databaseCuts: storage.cuts(),
      auditEvents: 0,
      judged,
    }
  } finally {
    await place.close()
  }
}

/** Steals an early token, waits until its window is over while the fleet goes on, and presents it. */
async function robLate(
  grant: string,
  { sharedSeconds }: SharedConditions,
  {
    thief,
    vault,
    node,
  }: { readonly thief: Presenting; readonly vault: Vault; readonly node: string },
): Promise<void> {
  while (vault.of(grant, 'rt').length < 2) await sleep(LOOK_EVERY_MS)
  const loot = vault.of(grant, 'rt')[0]?.token ?? ''
  await sleep(sharedSeconds * 1000 + MARGIN_MS)
  await thief.insist(() => thief.refresh(node, loot))
}
