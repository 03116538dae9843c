/** The charts of the overview. */

import type { Columns, WindowName } from '../../activity/windows.ts'
import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { chart, type Series } from './chart.ts'
import { columnWords, numberInWords, sizeInWords, timeInWords } from './windows.ts'

const text = consoleWords.overview

/** Column by column, by key. */
export type Counts = ReadonlyMap<string, readonly number[]>

export interface OverviewCharts {
  readonly columns: Columns
  readonly signIns: Counts
  readonly tokens: Counts
  readonly introspections: Counts
  readonly redemptions: Counts
  /** By reason. */
  readonly refusals: Counts
  /** The titles of reasons. */
  readonly reasons: ReadonlyMap<string, string>
  /** In milliseconds; null in a column without a request. */
  readonly latency: {
    readonly half: readonly (number | null)[]
    readonly most: readonly (number | null)[]
    readonly nearly: readonly (number | null)[]
    /** Of the whole time; null without a request. */
    readonly whole: { readonly half: number; readonly most: number } | null
  }
  /** In bytes; null in a column in which it was not measured. */
  readonly storage: readonly (number | null)[]
}

/** The largest kinds of a stack; the rest is one. */
const MOST_SERIES = 6

export function overviewCharts(charts: OverviewCharts, window: WindowName): Html {
  const time = text.inWindow[window]
  const columns = columnWords(charts.columns)
  const bars = (
    id: string,
    title: string,
    shown: { readonly says: string; readonly series: readonly Series[] },
  ) => chart({ id, title, draw: 'bars', columns, inWords: numberInWords, ...shown })
  const { signIns, tokens, introspections, redemptions, refusals, latency, storage } = charts
  const [replays, saved] = [
    sumOf(redemptions, 'replay_revoked'),
    sumOf(redemptions, 'repeated', 'converged'),
  ]
  const done = sumOf(signIns, 'done')
  const size = storage.findLast((bytes) => bytes !== null) ?? null
  return html`<div class="charts">
${bars('sign-ins', text.signIns, {
  says: text.signInsSay(
    numberInWords(done),
    numberInWords(sumOf(signIns, ...signIns.keys()) - done),
    time,
  ),
  series: stacked(signIns, { names: text.signInNames, first: 'done' }),
})}
${bars('tokens', text.tokens, {
  says: text.tokensSay(
    numberInWords(sumOf(tokens, ...tokens.keys())),
    numberInWords(sumOf(tokens, 'refresh_token')),
    time,
  ),
  series: stacked(tokens, { names: text.tokenNames, first: 'refresh_token' }),
})}
${bars('refusals', text.refusals, {
  says: text.refusalsSay(numberInWords(sumOf(refusals, ...refusals.keys())), time),
  series: stacked(refusals, { names: Object.fromEntries(charts.reasons) }),
})}
${bars('replays', text.replayChart, {
  says: text.replaysSay(numberInWords(replays), numberInWords(saved), time),
  series: stacked(without(redemptions, 'advanced'), {
    names: text.replayNames,
    first: 'replay_revoked',
  }),
})}
${chart({
  ...{ id: 'latency', title: text.latency, draw: 'lines', columns, inWords: timeInWords },
  says:
    latency.whole === null
      ? text.latencyNothing(time)
      : text.latencySay(timeInWords(latency.whole.half), timeInWords(latency.whole.most), time),
  series: (['half', 'most', 'nearly'] as const).map((name) => ({
    name: text.latencyNames[name],
    values: latency[name],
  })),
})}
${bars('introspections', text.introspections, {
  says: text.introspectionsSay(
    numberInWords(sumOf(introspections, ...introspections.keys())),
    numberInWords(sumOf(introspections, 'inactive')),
    time,
  ),
  series: stacked(introspections, { names: text.introspectionNames, first: 'active' }),
})}
${chart({
  ...{ id: 'storage', title: text.storage, draw: 'lines', columns, inWords: sizeInWords },
  says: size === null ? text.storageNothing : text.storageSay(sizeInWords(size)),
  series: [{ name: text.storageName, values: storage }],
})}
</div>`
}

/** The kinds of a stack, the largest below, or one that is always first. */
function stacked(
  counts: Counts,
  { names, first }: { readonly names: Readonly<Record<string, string>>; readonly first?: string },
): readonly Series[] {
  const keys = [...counts.keys()].toSorted((one, other) => {
    if (one === first || other === first) return one === first ? -1 : 1
    return sumOf(counts, other) - sumOf(counts, one)
  })
  const isMany = keys.length > MOST_SERIES
  const shown = isMany ? keys.slice(0, MOST_SERIES - 1) : keys
  const series = shown.map((key) => ({
    name: names[key] ?? key,
    values: counts.get(key) ?? [],
    sum: numberInWords(sumOf(counts, key)),
  }))
  if (!isMany) return series
  const others = keys.slice(MOST_SERIES - 1)
  const [length] = [...counts.values()].map((values) => values.length)
  const values = Array.from({ length: length ?? 0 }, (_, column) =>
    others.reduce((sum, key) => sum + (counts.get(key)?.[column] ?? 0), 0),
  )
  const sum = numberInWords(sumOf(counts, ...others))
  return [...series, { name: consoleWords.charts.others, values, sum }]
}

function without(counts: Counts, key: string): Counts {
  return new Map([...counts].filter(([one]) => one !== key))
}

function sumOf(counts: Counts, ...keys: readonly string[]): number {
  return keys.reduce(
    (sum, key) => (counts.get(key) ?? []).reduce((total, value) => total + value, sum),
    0,
  )
}
