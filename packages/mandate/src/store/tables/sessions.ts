import { id, list, nullable, table, time } from './table.ts'

export const sessions = table('sessions', {
  /** SHA-256 of the cookie's secret, hexadecimal. */
  id,
  accountId: id,
  /** When the person signed in: OpenID Connect's `auth_time`. Null if the provider did not say. */
  authTime: nullable(time),
  /** How the person signed in, as named in RFC 8176 §2. */
  amr: list,
  /** The authentication context class (OpenID Connect's `acr`), or null if there is none. */
  acr: nullable(id),
  /** The provider of the identity that was used to sign in; null for a password. */
  provider: nullable(id),
  expiresAt: time,
})
