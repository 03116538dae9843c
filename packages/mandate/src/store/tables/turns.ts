import { id, integer, table, text } from './table.ts'

/** Who may do something that only one may do at a time, and until when by the database's clock. */
export const turns = table('turns', {
  /** What it is. */
  id,
  holder: text,
  /** In milliseconds since 1970. */
  untilMs: integer,
})
