import { id, table, time } from './table.ts'

export const sessions = table('sessions', {
  /** SHA-256 of the cookie's secret, hexadecimal. */
  id,
  accountId: id,
  /** When the password was given: OpenID Connect's `auth_time`. */
  authTime: time,
  expiresAt: time,
})
