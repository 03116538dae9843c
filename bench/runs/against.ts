/**
 * The token path of this checkout next to that of another one, on both engines and in one run: has a
 * change made it more expensive? It compares processor time per request, round by round.
 */

import { find, ratio } from '../report/ratios.ts'
import { type Figure, figureOf } from '../report/results.ts'
import type { Spread } from '../report/statistics.ts'
import { runRounds } from '../rounds.ts'
import { openStage } from '../stage.ts'
import type { Driver } from '../subjects/drive.ts'
import type { Work } from '../subjects/subject.ts'

const CONNECTIONS = 64
const TOKEN_PATH = ['exchange', 'refresh', 'introspection', 'revocation'] as const
const SERVERS = ['Mandate, SQLite', 'Mandate, PostgreSQL'] as const

export interface Against {
  readonly figures: readonly Figure[]
  /** Processor time per request here, as a multiple of the other's. */
  readonly compared: readonly {
    readonly work: Work
    readonly server: string
    readonly times: Spread
  }[]
}

/** `checkout` is the absolute path of the other one, with its dependencies installed. */
export async function runAgainst(
  checkout: string,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
  progress: (text: string) => void,
): Promise<Against> {
  const who = { versions: checkout }
  const stage = await openStage({ who, connections: CONNECTIONS, progress })
  try {
    const drivers = stage.drivers
      .filter(({ subject }) => subject.kind === 'mandate')
      .map(onlyTokenPath)
    const plan = { rounds, seconds, warmUpSeconds: 1.5, latency: false }
    const seen = await runRounds({ drivers, loops: [] }, plan, progress)
    const figures = seen.map(figureOf)
    const cost = (work: Work, subject: string) => find({ figures }, work, subject).server
    const compared = TOKEN_PATH.flatMap((work) =>
      SERVERS.map((server) => ({
        ...{ work, server },
        times: ratio(cost(work, server), cost(work, `the other ${server}`)),
      })),
    )
    return { figures, compared }
  } finally {
    await stage.close()
  }
}

function onlyTokenPath(driver: Driver): Driver {
  const offers = Object.fromEntries(
    TOKEN_PATH.map((work) => [work, driver.subject.offers[work]]).filter(([, offer]) => offer),
  )
  return { ...driver, subject: { ...driver.subject, offers } }
}
