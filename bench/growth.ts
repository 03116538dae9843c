/**
 * What a refresh and an introspection's read cost as grants become many, and as one grant
 * becomes old: at the store, durable, 64 in flight. The databases take turns, so that
 * a busy minute of the machine affects all of them; the figures are medians over the rounds.
 *
 *     npm run bench:growth [-- --most 10000000 --engine sqlite|postgres --rounds 5 --seconds 3
 *       --oldest 10000 --refreshed 5000 --from DIRECTORY…]
 *
 * `--from`, once for each size, reuses the databases of an interrupted run (SQLite).
 *
 * Prints a table, and writes `docs/growth-<engine>.json`, `docs/images/growth-<engine>.svg` and the
 * tables of `docs/scaling.md`.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus, release } from 'node:os'
import { parseArgs } from 'node:util'
import {
  anyOf,
  createGenerations,
  type Generations,
  IN_FLIGHT,
  read,
  refresh,
  repeat,
} from './growth/acts.ts'
import { drawGrowth } from './growth/chart.ts'
import {
  type Database,
  postgresWith,
  refreshedIn,
  sqliteIn,
  sqliteWith,
} from './growth/database.ts'
import { docs, scalingDocument, scalingText } from './growth/document.ts'
import type { Cost, Growth, Point } from './growth/result.ts'
import { serveFrom } from './growth/serving.ts'
import { median } from './report/statistics.ts'

const { values } = parseArgs({
  options: {
    most: { type: 'string', default: '10000000' },
    engine: { type: 'string', default: 'sqlite' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    from: { type: 'string', multiple: true, default: [] },
    oldest: { type: 'string', default: '10000' },
    refreshed: { type: 'string', default: '5000' },
  },
})
const [most, rounds, milliseconds] = [
  Number(values.most),
  Number(values.rounds),
  Number(values.seconds) * 1000,
]
const engine = values.engine === 'postgres' ? 'postgres' : 'sqlite'
const make = engine === 'postgres' ? postgresWith : sqliteWith
/** How often some grants are refreshed, one after the other. */
const AGES = [1, 100, 10_000].filter((age) => age <= Number(values.oldest))
const AGED = 100_000
const WINDOW = 200

interface Grown {
  readonly grants: number
  readonly database: Database & { readonly directory?: string }
  readonly generations: Generations
}

const sizes = [1_000, 100_000, 1_000_000, 10_000_000].filter((size) => size <= most)
const growth: Growth = {
  engine,
  asked: process.argv
    .slice(2)
    .join(' ')
    .replaceAll(/ ?--from \S+/g, ''),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? arch()}, ${process.platform} ${release()}, Node ${process.version}`,
  ...(await byAge()),
  sizes: await bySize(),
}
for (const { at, acts } of [...growth.ages, ...growth.sizes]) report(at, acts)
mkdirSync(`${docs}images`, { recursive: true })
writeFileSync(`${docs}growth-${engine}.json`, `${JSON.stringify(growth, null, 2)}\n`)
writeFileSync(`${docs}images/growth-${engine}.svg`, drawGrowth(growth))
writeFileSync(scalingDocument, scalingText())

async function bySize(): Promise<Growth['sizes']> {
  const grown: Grown[] = []
  for (const [index, grants] of sizes.entries()) {
    const left = values.from[index]
    if (left !== undefined) {
      const generations = createGenerations(refreshedIn(left))
      grown.push({ grants, database: await sqliteIn(left), generations })
      continue
    }
    console.error(`making ${grants.toLocaleString('en')} grants`)
    grown.push({ grants, database: await make({ grants }), generations: createGenerations() })
  }
  const results = await inRounds(
    grown,
    (one) => ({
      refresh: (lane: number) =>
        refresh(one.database.store, one.generations, anyOf(one.grants, lane)),
      read: (lane: number) => read(one.database.store, anyOf(one.grants, lane)),
    }),
    { inServer: ({ database }) => database.serverTime?.() },
  )
  const served = engine === 'sqlite' ? await throughHttp(grown) : undefined
  const points = await Promise.all(
    grown.map(async ({ grants, database }, index) => ({
      at: grants,
      acts: { ...results[index], ...served?.[index]?.acts },
      ...(await database.size()),
      residentMegabytes: served?.[index]?.residentMegabytes ?? null,
    })),
  )
  for (const { database } of grown) await database.remove()
  return points
}

/** The server of each database is a separate process, whose processor time is counted. */
async function throughHttp(grown: readonly Grown[]) {
  const servers = await Promise.all(
    grown.map(async (one) => {
      const served = await serveFrom(one.database.directory ?? '')
      const lanes = await Promise.all(
        Array.from({ length: IN_FLIGHT }, () => served.connect(one.generations)),
      )
      return { ...one, served, lanes }
    }),
  )
  const results = await inRounds(
    servers,
    ({ grants, lanes }) => ({
      'refresh over HTTP': async (lane: number) => lanes[lane]?.refresh(anyOf(grants, lane)),
      'introspection over HTTP': async (lane: number) =>
        lanes[lane]?.introspect(anyOf(grants, lane)),
    }),
    { inServer: ({ served }) => served.processorTime() },
  )
  const measured = servers.map(({ served }, index) => ({
    acts: results[index],
    residentMegabytes: Math.round(served.memory()),
  }))
  for (const { lanes, served } of servers) {
    for (const lane of lanes) lane.close()
    await served.stop()
  }
  return measured
}

/** The cost of grants refreshed that often: the first, the hundredth, the ten thousandth time. */
async function byAge(): Promise<Pick<Growth, 'ages' | 'hundredfold'>> {
  const grown = { grants: AGED, database: await make({ grants: AGED }) }
  const { store } = grown.database
  const fresh = await grown.database.size()
  const generations = createGenerations()
  const ages: Point[] = []
  // Each lane has one grant; a window of a few hundred refreshes of each is measured at each age.
  for (const age of AGES) {
    const before = Math.max(0, age - WINDOW)
    while (generations.of(0) <= before) {
      await Promise.all(
        Array.from({ length: IN_FLIGHT }, (_, lane) => refresh(store, generations, lane)),
      )
    }
    const acts = IN_FLIGHT * WINDOW
    const refreshed = await repeat(
      (done) => done < acts,
      (lane) => refresh(store, generations, lane),
    )
    const found = await repeat(
      (done) => done < acts,
      (lane) => read(store, lane),
    )
    ages.push({ at: age, acts: { refresh: refreshed, read: found } })
  }
  const grants = Number(values.refreshed)
  const some = createGenerations()
  const share = grants / IN_FLIGHT
  let place = 0
  await repeat(
    (done) => done < grants * 100,
    // One after the other, so that no two lanes use the same grant at once.
    () => refresh(store, some, IN_FLIGHT + (place++ % (Math.floor(share) * IN_FLIGHT))),
  )
  const after = await grown.database.size()
  await grown.database.remove()
  return { ages, hundredfold: { grants, fresh, after } }
}

/**
 * Measures each act on each database in turn, round after round. If another process serves it, its
 * time counts too: instead of ours if we only send requests, in addition to ours if we work as well.
 */
async function inRounds<One>(
  all: readonly One[],
  actsOf: (one: One) => Readonly<Record<string, (lane: number) => Promise<void>>>,
  { inServer }: { readonly inServer: (one: One) => number | undefined },
): Promise<readonly Record<string, Cost>[]> {
  const measured = all.map(() => new Map<string, Cost[]>())
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of all.entries()) {
      for (const [name, act] of Object.entries(actsOf(one))) {
        const before = inServer(one)
        const { acts, cost, rate } = await repeat((_, elapsed) => elapsed < milliseconds, act)
        const served = before === undefined ? undefined : ((inServer(one) ?? 0) - before) / acts
        const note = (what: string, spent: number) => {
          const known = measured[index]?.get(what) ?? []
          measured[index]?.set(what, [...known, { cost: spent, rate }])
        }
        if (name.endsWith('HTTP')) note(name, served ?? cost)
        else note(name, cost)
        if (engine === 'postgres' && served !== undefined) note(`${name}, in PostgreSQL`, served)
      }
    }
  }
  return measured.map((acts) =>
    Object.fromEntries(
      [...acts].map(([name, costs]) => [
        name,
        {
          cost: Number(median(costs.map(({ cost }) => cost)).toFixed(1)),
          rate: Math.round(median(costs.map(({ rate }) => rate))),
        },
      ]),
    ),
  )
}

function report(at: number, acts: Readonly<Record<string, Cost>>): void {
  for (const [name, { cost, rate }] of Object.entries(acts)) {
    const perSecond = Math.round(rate).toLocaleString('en')
    console.log(
      `${at.toLocaleString('en').padStart(12)}  ${name.padEnd(24)} ${cost.toFixed(1).padStart(7)} µs ${perSecond.padStart(9)}/s`,
    )
  }
}
