/**
 * The tables of `docs/scaling.md`, from the measurements in `docs/growth-sqlite.json` and
 * `docs/growth-postgres.json` and a simulation of how people use their apps.
 */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Size } from './database.ts'
import type { Growth } from './result.ts'
import { type Habits, seeded, simulate, type Traffic } from './simulation.ts'

export const docs = fileURLToPath(new URL('../../docs/', import.meta.url))

const GRANTS = [1e6, 1e8, 1e10] as const
const ACCESS_TOKEN_SECONDS = 300
/** How busy a core may be in a normal minute, to leave room for a busy one. */
const LOAD = 0.5
/** A database server that can be rented today. */
const SERVER = { cores: 16, memory: 128e9, disk: 4e12 } as const
/** People who open an app now and then: two in ten a day, four times, ten minutes each. */
const PEOPLE: Habits = { usedDaily: 0.2, sessions: 4, sessionSeconds: 600, peak: 2 }

const AGED = ['refresh', 'read'] as const

export const scalingDocument = `${docs}scaling.md`

/** The text of `docs/scaling.md` with the tables between its markers replaced. */
export function scalingText(): string {
  const before = readFileSync(scalingDocument, 'utf8')
  return Object.entries(tables()).reduce(
    (text, [name, block]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`),
        (_, start: string, end: string) => `${start}\n${block}\n\n${end}`,
      ),
    before,
  )
}

function tables(): Readonly<Record<string, string>> {
  const sqlite = measuredOn('sqlite')
  const postgres = measuredOn('postgres')
  const per = {
    node: each(sqlite, 'refresh over HTTP'),
    database: each(postgres, 'refresh, in PostgreSQL'),
    ...bytesOf(postgres),
  }
  return {
    bytes: table(
      ['bytes per grant', 'table', 'indexes', 'together'],
      [sqlite, postgres].map((measured) => {
        const { table, indexes } = bytesOf(measured)
        const name = `${measured.engine}, ${largest(measured).at.toLocaleString('en')} grants`
        return [name, table, indexes, table + indexes]
      }),
    ),
    refreshed: table(
      ['', 'table', 'indexes'],
      [sqlite, postgres].flatMap(({ engine, hundredfold: { grants, fresh, after } }) => [
        [`${engine}, 100,000 grants as made`, ...megabytes(fresh)],
        [
          `${engine}, ${grants.toLocaleString('en')} of them refreshed 100 times`,
          ...megabytes(after),
        ],
      ]),
    ),
    sizes: [sqlite, postgres].map(bySize).join('\n\n'),
    ages: table(
      [
        'refreshes so far',
        ...AGED.map((act) => `${act}, SQLite`),
        ...AGED.map((act) => `${act}, PostgreSQL`),
      ],
      sqlite.ages.map(({ at, acts }, index) => [
        at,
        ...AGED.map((act) => microseconds(acts[act]?.cost)),
        ...AGED.map((act) => microseconds(postgres.ages[index]?.acts[act]?.cost)),
      ]),
    ),
    cores: table(
      ['one core gives', 'a second'],
      [
        ['refreshes over HTTP, a node', each(sqlite, 'refresh over HTTP')],
        ['introspections over HTTP, a node', each(sqlite, 'introspection over HTTP')],
        ['refreshes, PostgreSQL', each(postgres, 'refresh, in PostgreSQL')],
        ['introspections, PostgreSQL', each(postgres, 'read, in PostgreSQL')],
      ],
    ),
    needs: table(
      ['', ...GRANTS.map((grants) => `${grants.toLocaleString('en')} grants`)],
      [
        ['disk, PostgreSQL', ...GRANTS.map((grants) => amount((per.table + per.indexes) * grants))],
        ['of that indexes, for memory', ...GRANTS.map((grants) => amount(per.indexes * grants))],
        ...[['people', people] as const, ['machines that never sleep', machines] as const].flatMap(
          ([who, traffic]) => [
            [`refreshes/s, ${who}: mean`, ...GRANTS.map((grants) => traffic(grants).mean)],
            [`busiest minute`, ...GRANTS.map((grants) => traffic(grants).busiest)],
            ['cores for nodes', ...GRANTS.map((grants) => cores(traffic(grants), per.node))],
            [
              'cores for PostgreSQL',
              ...GRANTS.map((grants) => cores(traffic(grants), per.database)),
            ],
            [
              'servers for PostgreSQL',
              ...GRANTS.map((grants) => servers(grants, traffic(grants), per)),
            ],
          ],
        ),
      ],
    ),
  }
}

function measuredOn(engine: 'sqlite' | 'postgres'): Growth {
  return JSON.parse(readFileSync(`${docs}growth-${engine}.json`, 'utf8'))
}

function largest({ sizes }: Growth) {
  const found = sizes.at(-1)
  if (found === undefined) throw new Error('nothing was measured')
  return found
}

/** Of one grant. */
function bytesOf(measured: Growth): Size {
  const { at, table, indexes } = largest(measured)
  return { table: table / at, indexes: indexes / at }
}

/** A row for each act, a column for each number of grants. */
function bySize({ engine, sizes }: Growth): string {
  const memory = sizes.map(({ residentMegabytes }) => residentMegabytes)
  return table(
    [engine, ...sizes.map(({ at }) => `${at.toLocaleString('en')} grants`), 'most ÷ least'],
    [
      ...Object.keys(sizes[0]?.acts ?? {}).map((act) => {
        const costs = sizes.map(({ acts }) => acts[act]?.cost ?? Number.NaN)
        const ratio = (costs.at(-1) ?? Number.NaN) / (costs[0] ?? Number.NaN)
        return [act, ...costs.map(microseconds), ratio.toFixed(2)]
      }),
      ...(memory.includes(null)
        ? []
        : [['resident memory of the server', ...memory.map((megabytes) => `${megabytes} MB`), '']]),
    ],
  )
}

function microseconds(cost = Number.NaN): string {
  return Number.isNaN(cost) ? '' : `${cost.toFixed(1)} µs`
}

/** The rate per second that one core can do. */
function each(measured: Growth, act: string): number {
  const cost = largest(measured).acts[act]?.cost
  if (cost === undefined) throw new Error(`${act} was not measured`)
  return 1e6 / cost
}

function people(grants: number): Traffic {
  const accessTokenSeconds = ACCESS_TOKEN_SECONDS
  return simulate(grants, PEOPLE, { accessTokenSeconds, random: seeded(1) })
}

/** Each grant is refreshed whenever its access token expires, day and night. */
function machines(grants: number): Traffic {
  const mean = grants / ACCESS_TOKEN_SECONDS
  return { mean, busiest: mean }
}

function cores({ busiest }: Traffic, perSecond: number): number {
  return Math.ceil(busiest / perSecond / LOAD)
}

function servers(
  grants: number,
  traffic: Traffic,
  per: Size & { readonly database: number },
): string {
  const wants = {
    cores: cores(traffic, per.database) / SERVER.cores,
    memory: (per.indexes * grants) / SERVER.memory,
    disk: ((per.table + per.indexes) * grants) / SERVER.disk / LOAD,
  }
  const [scarcest, most] = Object.entries(wants).reduce((a, b) => (b[1] > a[1] ? b : a))
  return most <= 1 ? '1' : `${Math.ceil(most)} (${scarcest})`
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? rounded(cell) : cell)).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function rounded(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function megabytes({ table, indexes }: Size): readonly string[] {
  return [table, indexes].map((bytes) => `${(bytes / 1e6).toFixed(1)} MB`)
}

function amount(bytes: number): string {
  return bytes < 1e12 ? `${rounded(bytes / 1e9)} GB` : `${(bytes / 1e12).toFixed(1)} TB`
}
