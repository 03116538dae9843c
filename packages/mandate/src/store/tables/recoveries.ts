import { id, table, time } from './table.ts'

export const recoveries = table('recoveries', {
  id,
  restoredAt: time,
  /** Until then a token that is newer than its row may count; in the past where none may. */
  acceptNewerUntil: time,
})
