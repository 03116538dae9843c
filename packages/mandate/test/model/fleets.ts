/**
 * How long must processes be allowed to be late, and what does that give a thief? A simulation of days
 * by the server's own rules: programs of one person that share a token, with and without a thief who has
 * a copy. `npm run model` writes the tables into docs/model.md; decision 72 reads them.
 */

import { applyAdvance, decideRedemption } from '../../src/grants/redemption.ts'
import { SHARED_GENERATIONS, type Sharing } from '../../src/grants/sharing.ts'
import { FIRST_KEY, sampleGrant } from '../sample-grant.ts'

const ACCESS_TOKEN_SECONDS = 300
const HOUR = 60 * 60
const DAY = 24 * HOUR
const DAYS = 3
const RUNS = 10
/** The longest time from reading the file until the server has the request. */
const LATENCY = 2
const YEAR = 365 * DAY
const START = 1_700_000_000

/** How one process behaves. */
interface Habit {
  /** The average time until it needs the next access token once one has ended, in seconds. */
  readonly between: number
  /** When it looks at the file; at other times it goes on with what it has in memory. */
  readonly reads: 'before each refresh' | 'each morning' | 'never'
}

interface Fleet {
  readonly name: string
  readonly habits: readonly Habit[]
}

const some = (count: number, habit: Habit) => Array.from({ length: count }, () => habit)

const fleets: readonly Fleet[] = [
  {
    name: 'forty processes that read the file before each refresh',
    habits: some(40, { between: 60, reads: 'before each refresh' }),
  },
  {
    name: 'ten busy ones that go on with what they have in memory and are started each morning',
    habits: some(10, { between: 60, reads: 'each morning' }),
  },
  {
    name: 'the same, and one that is used every half hour',
    habits: [
      ...some(10, { between: 60, reads: 'each morning' }),
      { between: 1_800, reads: 'each morning' },
    ],
  },
  {
    name: 'ten busy ones that go on with what they have in memory over night',
    habits: some(10, { between: 60, reads: 'never' }),
  },
]

const windows = [0, 10, 60, 300, 600, HOUR] as const

interface Actor {
  /** When it acts next. */
  at: number
  holds: number
  /** The day in which it last looked for a token. */
  day: number
  /** Whether it has begun a refresh that the server does not have yet. */
  isAsking: boolean
  readonly between: number
  readonly reads: Habit['reads']
  readonly isThief: boolean
  /** Whether it stops while the person is away. */
  readonly keepsHours: boolean
}

interface Life {
  /** Seconds until the grant ended; null if it did not. */
  readonly endedAfter: number | null
}

/** What a thief holds before the theft. */
const NOTHING = -1

/** Times are seconds since the start of the first working day, which has eight hours. */
function live(seconds: number, actors: readonly Actor[], chance: () => number): Life {
  const sharing: Sharing | null =
    seconds === 0 ? null : { seconds, generations: SHARED_GENERATIONS }
  let row = sampleGrant({ generation: 1, redeemedAt: START, expiresAt: START + YEAR })
  let file = 1
  for (;;) {
    const actor = actors.reduce((first, each) => (each.at < first.at ? each : first))
    const now = actor.at
    if (now > DAYS * DAY) return { endedAfter: null }
    if (actor.holds === NOTHING) {
      actor.holds = file
      actor.at += actor.between
      continue
    }
    if (!actor.isAsking) {
      const isMorning = actor.day !== Math.floor(now / DAY)
      actor.day = Math.floor(now / DAY)
      const looks = actor.reads === 'each morning' ? isMorning : actor.reads !== 'never'
      if (looks) actor.holds = file
      actor.isAsking = true
      actor.at += chance() * LATENCY
      continue
    }
    actor.isAsking = false
    const pause = -Math.log(1 - chance()) * actor.between
    actor.at += actor.isThief ? actor.between : ACCESS_TOKEN_SECONDS + pause
    if (actor.keepsHours && actor.at % DAY > 8 * HOUR) {
      actor.at = (Math.floor(actor.at / DAY) + 1) * DAY + chance() * 600
    }
    const decision = decideRedemption(row, {
      ...{ presented: actor.holds, now: START + Math.floor(now), retryKeyHash: null },
      ...{ retrySeconds: 0, sharing, isBound: false, acceptNewer: false },
      successor: { keyId: FIRST_KEY, expiresAt: START + YEAR },
    })
    if (decision.act === 'revoke' || decision.act === 'refuse') return { endedAfter: now }
    if (decision.act === 'advance') row = applyAdvance(row, decision.step) ?? row
    actor.holds = row.generation
    if (!actor.isThief) file = row.generation
  }
}

function actorsOf({ habits }: Fleet, chance: () => number): Actor[] {
  return habits.map(({ between, reads }) => ({
    ...{ at: chance() * 60, holds: 1, day: 0, between, reads },
    ...{ isAsking: false, isThief: false, keepsHours: true },
  }))
}

/** The share of fleets that were logged out within the days, in percent. */
function loggedOut(fleet: Fleet, seconds: number): number {
  const out = runs((chance) => live(seconds, actorsOf(fleet, chance), chance))
  return Math.round((100 * out.filter(({ endedAfter }) => endedAfter !== null).length) / RUNS)
}

const thieves = [
  { name: 'comes every minute, day and night', every: 60, keepsHours: false },
  { name: 'comes every five minutes, day and night', every: 300, keepsHours: false },
  { name: 'comes every hour, day and night', every: HOUR, keepsHours: false },
  {
    name: 'comes twenty minutes after the theft, and every twenty then',
    every: 1_200,
    keepsHours: false,
  },
  {
    name: 'comes every five minutes, and only while the person works',
    every: 300,
    keepsHours: true,
  },
] as const

/**
 * How long a thief with a copy of the live token goes unnoticed among busy processes, in seconds: the
 * median, or null if he mostly does. The theft is in the first hour.
 */
function unnoticed(thief: (typeof thieves)[number], seconds: number): number | null {
  const fleet: Fleet = { name: '', habits: some(3, { between: 60, reads: 'before each refresh' }) }
  const ends = runs((chance) => {
    const at = HOUR + chance() * 60
    const { every: between, keepsHours } = thief
    const robber: Actor = {
      ...{ at, holds: NOTHING, day: 0, between, reads: 'never', isAsking: false },
      ...{ isThief: true, keepsHours },
    }
    const { endedAfter } = live(seconds, [...actorsOf(fleet, chance), robber], chance)
    return { after: endedAfter === null ? Number.POSITIVE_INFINITY : endedAfter - at }
  })
  const sorted = ends.map(({ after }) => after).sort((one, other) => one - other)
  const median = sorted[RUNS / 2] ?? 0
  return Number.isFinite(median) ? median : null
}

function runs<Result>(one: (chance: () => number) => Result): readonly Result[] {
  return Array.from({ length: RUNS }, (_, run) => one(chanceFrom(run + 1)))
}

/** Mulberry32: the same seed draws the same numbers on every machine. */
function chanceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The two tables of docs/model.md. */
export function fleetTables(): string {
  const head = (first: string) =>
    `| ${[first, ...windows.map((seconds) => `${seconds} s`)].join(' | ')} |\n| --- |${' ---: |'.repeat(windows.length)}`
  const out = fleets.map((fleet) => {
    const shares = windows.map((seconds) => `${loggedOut(fleet, seconds)} %`)
    return `| ${[fleet.name, ...shares].join(' | ')} |`
  })
  const caught = thieves.map((thief) => {
    const times = windows.map((seconds) => spell(unnoticed(thief, seconds)))
    return `| ${[thief.name, ...times].join(' | ')} |`
  })
  return `${head('logged out within three days')}
${out.join('\n')}

${head('a thief is noticed after')}
${caught.join('\n')}`
}

function spell(seconds: number | null): string {
  if (seconds === null) return 'not'
  if (seconds < HOUR) return `${Math.max(1, Math.round(seconds / 60))} min`
  return `${Math.round(seconds / HOUR)} h`
}
