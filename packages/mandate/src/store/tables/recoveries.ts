import { id, table, time } from './table.ts'

export const recoveries = table('recoveries', {
  id,
  restoredAt: time,
  /** Until when a token newer than its row may be accepted; in the past if none may. */
  acceptNewerUntil: time,
})
