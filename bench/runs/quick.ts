/**
 * A quick check for every change: has Mandate become slow? Three servers, two kinds of work, some
 * seconds. It compares ratios within the run and allows several times what a quiet machine shows, so
 * that it fails for a mistake, such as an extra hash per request or a lost transaction, not for other load.
 */

import { find, ratio } from '../report/ratios.ts'
import { type Figure, figureOf } from '../report/results.ts'
import { runRounds } from '../rounds.ts'
import { openStage } from '../stage.ts'
import type { Driver } from '../subjects/drive.ts'

const PLAN = { rounds: 3, seconds: 0.4, warmUpSeconds: 0.6, latency: false }
const CONNECTIONS = 32

/** Processor time per request, as the largest permitted multiple of the other's. */
const LIMITS = [
  { work: 'introspection', against: 'bare node:http', most: 9 },
  { work: 'refresh', against: 'bare node:http', most: 12 },
  { work: 'introspection', against: 'oidc-provider, in memory', most: 1.3 },
  { work: 'refresh', against: 'oidc-provider, in memory', most: 1.3 },
] as const

export interface Quick {
  readonly figures: readonly Figure[]
  readonly verdicts: readonly {
    readonly said: string
    readonly fine: boolean
  }[]
}

export async function runQuick(progress: (text: string) => void): Promise<Quick> {
  const stage = await openStage({ who: 'few', connections: CONNECTIONS, progress })
  try {
    const drivers = stage.drivers.map(onlyDaily)
    const seen = await runRounds({ drivers, loops: [] }, PLAN, progress)
    const figures = seen.map(figureOf)
    return { figures, verdicts: LIMITS.map((limit) => judge(figures, limit)) }
  } finally {
    await stage.close()
  }
}

function judge(figures: readonly Figure[], { work, against, most }: (typeof LIMITS)[number]) {
  const cost = (subject: string) => find({ figures }, work, subject).server
  // The minimum over the rounds: disturbances make a round more expensive, never cheaper.
  const { least } = ratio(cost('Mandate, SQLite'), cost(against))
  const said = `${work} costs ${least.toFixed(1)} times that of ${against}; at most ${most} is allowed`
  return { said, fine: least <= most }
}

function onlyDaily(driver: Driver): Driver {
  const { refresh, introspection } = driver.subject.offers
  const offers = { ...(refresh && { refresh }), ...(introspection && { introspection }) }
  return { ...driver, subject: { ...driver.subject, offers } }
}
