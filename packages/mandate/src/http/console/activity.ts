/** Reads the sums of what was counted, for the pages of the console. */

import { endpointGroups } from '../../activity/endpoints.ts'
import { quantile } from '../../activity/latency.ts'
import { type Columns, inColumns } from '../../activity/windows.ts'
import type { EndpointRow } from '../../pages/console/overview.ts'
import type { Counts, OverviewCharts } from '../../pages/console/overview-charts.ts'
import type { ReadStore } from '../../store/read-only.ts'

type Range = Pick<Columns, 'span' | 'since' | 'until'>
export type ActivityReader = ReadStore['activity']

export async function readCounts(
  activity: ActivityReader,
  columns: Columns,
  kind: string,
): Promise<Counts> {
  return inColumns(columns, await activity.sum({ ...rangeOf(columns), kind }))
}

/** The total of each key. */
export async function readTotals(
  activity: ActivityReader,
  range: Range,
  kind: string,
): Promise<ReadonlyMap<string, number>> {
  const totals = new Map<string, number>()
  for (const { key, counted } of await activity.total({ ...rangeOf(range), kind })) {
    totals.set(key, (totals.get(key) ?? 0) + counted)
  }
  return totals
}

/** Of token requests: within which time half of them were answered, and so on. */
export async function readLatency(
  activity: ActivityReader,
  columns: Columns,
): Promise<OverviewCharts['latency']> {
  const steps = await readCounts(activity, columns, 'latency.token')
  const within = (share: number) =>
    columns.begins.map((_, column) => {
      const counts = new Map([...steps].map(([key, values]) => [key, values[column] ?? 0]))
      return finite(quantile(counts, share))
    })
  const all = new Map(
    [...steps].map(([key, values]) => [key, values.reduce((sum, value) => sum + value, 0)]),
  )
  const [half, most] = [quantile(all, 0.5), quantile(all, 0.95)]
  return {
    ...{ half: within(0.5), most: within(0.95), nearly: within(0.99) },
    whole: half === undefined || most === undefined ? null : { half, most },
  }
}

/** The largest size in each column. */
export async function readStorage(
  activity: ActivityReader,
  columns: Columns,
): Promise<readonly (number | null)[]> {
  const sums = await activity.sum({ ...rangeOf(columns), kind: 'storage' })
  const sizes = inColumns(columns, sums, Math.max).get('bytes')
  return columns.begins.map((_, column) => sizes?.[column] || null)
}

/** Each group of endpoints that was asked anything. */
export async function readEndpoints(
  activity: ActivityReader,
  range: Range,
): Promise<readonly EndpointRow[]> {
  const rows = await Promise.all(
    endpointGroups.map(async (group): Promise<EndpointRow> => {
      const [statuses, steps] = await Promise.all([
        readTotals(activity, range, `request.${group}`),
        readTotals(activity, range, `latency.${group}`),
      ])
      return {
        group,
        requests: [...statuses.values()].reduce((sum, count) => sum + count, 0),
        refused: statuses.get('4xx') ?? 0,
        failed: statuses.get('5xx') ?? 0,
        half: quantile(steps, 0.5) ?? 0,
        most: quantile(steps, 0.95) ?? 0,
      }
    }),
  )
  return rows.filter(({ requests }) => requests > 0)
}

function rangeOf({ span, since, until }: Range): Range {
  return { span, since, until }
}

/** What took longer than is measured is drawn at the highest bound. */
function finite(milliseconds: number | undefined): number | null {
  if (milliseconds === undefined) return null
  return milliseconds === Number.POSITIVE_INFINITY ? LAST_BOUND : milliseconds
}

const LAST_BOUND = 10_000
