import { id, table, text, time } from './table.ts'

/** Rich authorization details (RFC 9396), kept once for all grants that have the same. */
export const authorizationDetails = table('authorization_details', {
  /** SHA-256 of the text, base64url. */
  id,
  /** A JSON array in its canonical form (`oauth/details/details.ts`). */
  details: text,
  /** When a grant was last known to have them. */
  checkedAt: time,
})
