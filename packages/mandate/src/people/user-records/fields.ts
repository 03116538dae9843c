/**
 * Users in files: what `mandate user import` reads and `mandate user export` writes, one user per
 * record, in CSV or JSON lines.
 *
 * Neighbours: `read.ts` checks a record and turns it into a user, `write.ts` does the reverse;
 * `values.ts` reads single values; `cli/user-files/` reads and writes the files.
 */

import { profileClaims } from '../profile.ts'

/** In the order of an export. */
export const userFields = [
  'email',
  'email_verified',
  'name',
  ...profileClaims,
  'subject',
  'provider',
  'provider_subject',
  'password_hash',
  'password_format',
  'created_at',
  'disabled',
] as const

export type UserField = (typeof userFields)[number]

/**
 * One unchecked record of a file: strings in CSV, any value in JSON. Absent, null and empty fields
 * mean the same.
 */
export type UserRecord = Readonly<Partial<Record<UserField, unknown>>>

export function isUserField(name: string): name is UserField {
  return (userFields as readonly string[]).includes(name)
}
