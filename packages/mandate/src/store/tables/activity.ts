import { count, id, table, text, time } from './table.ts'

const fields = {
  /** `sign_in`, `refusal` and so on (`activity/tally.ts`). */
  kind: id,
  /** The start of the hour or day, in UTC. */
  beginsAt: time,
  /** What was counted: an outcome, a reason. */
  key: id,
  /** Empty if it is about no client, `*` for all clients that have no row of their own. */
  clientId: text,
  counted: count,
}

/** What happened too often for a row each, summed by the hour. */
export const activityHours = table('activity_hours', fields)

/** The same by the day, so that a chart of three months reads few rows. */
export const activityDays = table('activity_days', fields)
