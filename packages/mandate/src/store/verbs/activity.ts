import { type Engine, type Row, step } from '../engine.ts'
import {
  type Activity,
  type ActivityRange,
  type ActivitySpan,
  type ActivityStore,
  type Count,
  SPAN_SECONDS,
} from '../port.ts'
import * as queries from '../queries/activity.ts'
import { integer, readerOf, text } from '../rows.ts'
import { activityHours } from '../tables/activity.ts'

const lists = { hour: queries.listHours, day: queries.listDays }
const sums = { hour: queries.sumHours, day: queries.sumDays }
const totals = { hour: queries.totalHours, day: queries.totalDays }

export function createActivityStore(engine: Engine): ActivityStore {
  const rowsOf = (query: typeof lists, { span, ...range }: ActivityRange) =>
    engine.read(step(query[span], range))

  async function add(count: Count, at: number): Promise<void> {
    const { clientId: client_id, ...counted } = count
    await engine.write([
      step(queries.addHours, { ...counted, client_id, begins_at: beginOf('hour', at) }),
      step(queries.addDays, { ...counted, client_id, begins_at: beginOf('day', at) }),
    ])
  }

  return {
    async add(counts, at) {
      // All nodes lock the rows in this order.
      const sorted = counts.toSorted((one, other) => (rowOf(one) < rowOf(other) ? -1 : 1))
      // Issued in one turn, so that the engine gathers them.
      const settled = await Promise.allSettled(sorted.map((count) => add(count, at)))
      return sorted.filter((_, index) => settled[index]?.status === 'rejected')
    },
    async noteSize(at) {
      const size = { kind: 'storage', key: 'bytes' }
      await engine.write([
        step(queries.noteSizeOfHour, { ...size, begins_at: beginOf('hour', at) }),
        step(queries.noteSizeOfDay, { ...size, begins_at: beginOf('day', at) }),
      ])
    },
    list: async (range) => (await rowsOf(lists, range)).map(readActivity),
    sum: async (range) =>
      (await rowsOf(sums, range)).map((row) => ({
        beginsAt: integer(row, 'begins_at'),
        key: text(row, 'key'),
        counted: integer(row, 'counted'),
      })),
    total: async (range) =>
      (await rowsOf(totals, range)).map((row) => ({
        key: text(row, 'key'),
        clientId: text(row, 'client_id'),
        counted: integer(row, 'counted'),
      })),
  }
}

/** The start of the piece of time that has this moment, in seconds since 1970. */
function beginOf(span: ActivitySpan, at: number): number {
  return at - (at % SPAN_SECONDS[span])
}

function rowOf({ kind, key, clientId }: Count): string {
  return `${kind}\n${key}\n${clientId}`
}

const readActivity: (row: Row) => Activity = readerOf(activityHours)
