import { type Field, flag, id, list, nullable, table, text, time } from './table.ts'

const publicId: Field<string, 'text'> = {
  ...text,
  isSound: (stored) => /^[\w-]{22}$/.test(String(stored)),
}

export const sessions = table('sessions', {
  /** SHA-256 of the cookie's secret, hexadecimal. */
  id,
  accountId: id,
  /**
   * The public id: OpenID Connect's `sid`. It is kept when the same person signs in again in the same
   * browser, so that the clients that know it hear of a later logout.
   */
  sid: publicId,
  /** When the person signed in: OpenID Connect's `auth_time`. Null if the provider did not say. */
  authTime: nullable(time),
  /** How the person signed in, as named in RFC 8176 §2. */
  amr: list,
  /** The authentication context class (OpenID Connect's `acr`), or null if there is none. */
  acr: nullable(id),
  /** The provider of the identity that was used to sign in; null for a password. */
  provider: nullable(id),
  /** Where it was started: SHA-256 of the browser's secret, base64url. */
  browser: id,
  /** The browser and its system for people to read (`people/browser-label.ts`); empty if unknown. */
  agent: text,
  /** The network address that it was started from. */
  network: text,
  /** Whether the person asked to stay signed in. */
  isKept: flag,
  startedAt: time,
  /** When it was last used; written every few minutes. */
  lastSeenAt: time,
  expiresAt: time,
})
