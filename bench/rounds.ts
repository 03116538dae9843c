/**
 * The rounds of a run. Each round goes through all work, and for each kind of work through all
 * subjects, one after the other: compared figures are measured seconds apart, so a machine that
 * slows down for a while affects all of them.
 *
 *     warm-up (not counted) ──▶ round 1 … n: for each work, for each subject
 *         closed load ──▶ the highest rate ──▶ open load at half of it
 */

import { median } from './report/statistics.ts'
import { type Driver, driveLoop, type Sample } from './subjects/drive.ts'
import type { LoopSubject, Subject, Work } from './subjects/subject.ts'

export interface Plan {
  readonly rounds: number
  /** For one stretch of work. */
  readonly seconds: number
  readonly warmUpSeconds: number
  /** Whether latency is measured too. */
  readonly latency: boolean
}

/** All measurements of one kind of work of one subject. */
export interface Seen {
  readonly subject: Subject
  readonly work: Work
  /** One for each round, under a closed load. */
  readonly full: readonly Sample[]
  /** The same under an open load of half the rate; `perSecond` is the arrival rate. */
  readonly half: readonly { readonly perSecond: number; readonly sample: Sample }[]
}

export interface Cast {
  readonly drivers: readonly Driver[]
  readonly loops: readonly LoopSubject[]
}

export const works: readonly Work[] = [
  'row update',
  'exchange',
  'signature',
  'exchange, ID token (ES256)',
  'exchange, ID token (RS256)',
  'exchange, client assertion',
  'exchange, DPoP',
  'refresh',
  'refresh, openid',
  'introspection',
  'introspection, unknown token',
  'revocation',
  'client credentials',
  'sign-in',
  'guard',
  'guard, JWT, first check',
  'guard, JWT, again',
]

/** Of the others, only the cost. */
const WITH_LATENCY: ReadonlySet<Work> = new Set([
  'exchange',
  'refresh',
  'introspection',
  'introspection, unknown token',
  'revocation',
  'sign-in',
])

const WARM_UP_TOKENS = 500
/** The most consumable tokens that are made for one stretch. */
const MOST_TOKENS = 20_000

/** Runs the plan; `progress` is told the current step. Rejects at the first wrong response. */
export async function runRounds(
  cast: Cast,
  plan: Plan,
  progress: (text: string) => void,
): Promise<readonly Seen[]> {
  const stints = works.flatMap((work) => [
    ...cast.loops.filter((loop) => loop.work === work).map(stintOfLoop),
    ...cast.drivers
      .filter(({ subject }) => subject.offers[work] !== undefined)
      .map((driver) => stintOfServer(driver, work)),
  ])
  for (const stint of stints) {
    progress(`warming up: ${stint.seen.subject.name}, ${stint.seen.work}`)
    await stint.warmUp(plan)
  }
  for (let round = 1; round <= plan.rounds; round++) {
    for (const stint of stints) {
      progress(`round ${round} of ${plan.rounds}: ${stint.seen.subject.name}, ${stint.seen.work}`)
      await stint.measure(plan)
    }
  }
  return stints.map(({ seen }) => seen)
}

/** One kind of work of one subject. */
interface Stint {
  readonly seen: Seen
  warmUp(plan: Plan): Promise<void>
  measure(plan: Plan): Promise<void>
}

function stintOfLoop(subject: LoopSubject): Stint {
  const full: Sample[] = []
  return {
    seen: { subject, work: subject.work, full, half: [] },
    async warmUp({ warmUpSeconds }) {
      await driveLoop(subject, warmUpSeconds)
    },
    async measure({ seconds }) {
      full.push(await driveLoop(subject, seconds))
    },
  }
}

function stintOfServer(driver: Driver, work: Work): Stint {
  const full: Sample[] = []
  const half: { perSecond: number; sample: Sample }[] = []
  const rates: number[] = []
  const tokensFor = (perSecond: number, seconds: number) =>
    Math.min(MOST_TOKENS, Math.ceil(perSecond * seconds))
  return {
    seen: { subject: driver.subject, work, full, half },
    async warmUp({ warmUpSeconds: seconds }) {
      const sample = await driver.drive(work, { kind: 'closed', seconds }, WARM_UP_TOKENS)
      rates.push(sample.requests / sample.seconds)
    },
    async measure({ seconds, latency }) {
      const expected = tokensFor(median(rates), seconds)
      const sample = await driver.drive(work, { kind: 'closed', seconds }, expected)
      if (sample.requests === 0) throw new Error(`${driver.subject.name} answered nothing`)
      // Measurements from the warm-up are discarded.
      if (full.length === 0) rates.length = 0
      full.push(sample)
      rates.push(sample.requests / sample.seconds)
      if (!latency || !WITH_LATENCY.has(work)) return
      const perSecond = median(rates) / 2
      const arrivals = tokensFor(perSecond * 1.2, seconds)
      const open = { kind: 'open', seconds, perSecond } as const
      const answered = await driver.drive(work, open, arrivals)
      // In a short stretch of slow work nothing may arrive at all.
      if (answered.requests > 0) half.push({ perSecond, sample: answered })
    },
  }
}
