/** The rows of a table of one kind of work, as text; the terminal and the document format them. */

import { isGeneratorSaturated, ratio } from './ratios.ts'
import type { Figure, Results } from './results.ts'
import { spreadOf } from './statistics.ts'
import { micros, millis, times, whole } from './texts.ts'

export const columns = [
  'µs server',
  'µs PostgreSQL',
  '× bare',
  'requests/s',
  'least–most',
  'p50 ms',
  'p99 ms',
  'p99.9 ms',
  'generator',
] as const

/** Follows a rate that the generator may have limited. */
const SATURATED = '≥ '

export interface TableRow {
  readonly subject: string
  readonly cells: readonly string[]
}

export function rowsOf(results: Pick<Results, 'figures'>, work: string): readonly TableRow[] {
  const figures = results.figures.filter((figure) => figure.work === work)
  const bare = figures.find(({ subject }) => subject === 'bare node:http')
  return figures.map((figure) => ({ subject: figure.subject, cells: cellsOf(figure, bare) }))
}

function cellsOf(figure: Figure, bare: Figure | undefined): readonly string[] {
  const { server, database, latency, generator } = figure
  const rate = spreadOf(figure.rate)
  return [
    micros(spreadOf(server).median),
    database === null ? '' : micros(spreadOf(database).median),
    bare === undefined ? '' : times(ratio(server, bare.server).median),
    (isGeneratorSaturated(figure) ? SATURATED : '') + whole(rate.median),
    `${whole(rate.least)}–${whole(rate.most)}`,
    latency === null ? '' : millis(latency.p50),
    latency === null ? '' : millis(latency.p99),
    latency === null || latency.p999 === null ? '' : millis(latency.p999),
    generator === null ? '' : `${Math.round(100 * spreadOf(generator).median)} %`,
  ]
}
