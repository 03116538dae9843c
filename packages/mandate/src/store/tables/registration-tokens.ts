import { count, id, nullable, table, text, time } from './table.ts'

/** Initial access tokens (RFC 7591 §1.2), with which clients register themselves. */
export const registrationTokens = table('registration_tokens', {
  id,
  /** What it is for, for operators. */
  name: text,
  /** SHA-256 of the token, hexadecimal. */
  tokenHash: id,
  /** The scope that its clients may ask for; null for all that clients may which register themselves. */
  scope: nullable(text),
  /** How many clients it can still register; null for no limit. */
  usesLeft: nullable(count),
  expiresAt: time,
  createdAt: time,
})
