import { activityDays, activityHours } from '../tables/activity.ts'
import { insert, query, select } from './query.ts'

/** The queries on one of the two tables. */
function queriesOn(table: typeof activityHours) {
  const { name } = table
  const within = `${name}.kind = :kind AND ${name}.begins_at >= :since AND ${name}.begins_at < :until`
  const range = { kind: 'text', since: 'bigint', until: 'bigint' } as const
  const removal = (called: string, isOver: string) =>
    query({
      name: called,
      text: `DELETE FROM ${name}
        WHERE (${name}.kind, ${name}.begins_at, ${name}.key, ${name}.client_id) IN (
          SELECT ${name}.kind, ${name}.begins_at, ${name}.key, ${name}.client_id FROM ${name}
          WHERE ${name}.begins_at ${isOver} ORDER BY ${name}.begins_at LIMIT :limit)
        RETURNING ${name}.begins_at`,
      input: { moment: 'bigint', limit: 'bigint' },
      key: 'alone',
    })
  return {
    add: query({
      name: `add_${name}`,
      text: `${insert(table)} ON CONFLICT (kind, begins_at, key, client_id) DO UPDATE
        SET counted = ${name}.counted + excluded.counted`,
      input: table.columns,
      key: [],
    }),
    /** A size is not added up: the last one of the hour or day stays. */
    noteSize: query({
      name: `note_size_in_${name}`,
      text: `INSERT INTO ${name} (kind, begins_at, key, client_id, counted)
        SELECT :kind, :begins_at, :key, '', database_bytes() WHERE true
        ON CONFLICT (kind, begins_at, key, client_id) DO UPDATE SET counted = excluded.counted`,
      input: { kind: 'text', begins_at: 'bigint', key: 'text' },
      key: 'alone',
    }),
    list: query({
      name: `list_${name}`,
      text: `SELECT ${select(table)} FROM ${name} WHERE ${within}
        ORDER BY ${name}.begins_at, ${name}.key, ${name}.client_id`,
      input: range,
      key: 'alone',
    }),
    /** For charts: all clients together. */
    sum: query({
      name: `sum_${name}`,
      text: `SELECT ${name}.begins_at, ${name}.key, CAST(SUM(${name}.counted) AS bigint) AS counted
        FROM ${name} WHERE ${within}
        GROUP BY ${name}.begins_at, ${name}.key ORDER BY ${name}.begins_at, ${name}.key`,
      input: range,
      key: 'alone',
    }),
    /** For tables: the whole time together. */
    total: query({
      name: `total_${name}`,
      text: `SELECT ${name}.key, ${name}.client_id, CAST(SUM(${name}.counted) AS bigint) AS counted
        FROM ${name} WHERE ${within}
        GROUP BY ${name}.key, ${name}.client_id ORDER BY ${name}.key, ${name}.client_id`,
      input: range,
      key: 'alone',
    }),
    sweep: removal(`sweep_${name}`, '< :moment'),
    /** Counted by a clock that was ahead. */
    sweepAhead: removal(`sweep_${name}_ahead`, '> :moment'),
  }
}

export const {
  add: addHours,
  noteSize: noteSizeOfHour,
  list: listHours,
  sum: sumHours,
  total: totalHours,
  sweep: sweepHours,
  sweepAhead: sweepHoursAhead,
} = queriesOn(activityHours)

export const {
  add: addDays,
  noteSize: noteSizeOfDay,
  list: listDays,
  sum: sumDays,
  total: totalDays,
  sweep: sweepDays,
  sweepAhead: sweepDaysAhead,
} = queriesOn(activityDays)
