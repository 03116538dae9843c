/**
 * Users in files: what `mandate user import` reads and `mandate user export` writes, one user a
 * record, whether the file is CSV or JSON lines.
 *
 * Neighbours: `read.ts` checks a record and turns it into a user, `write.ts` is the way back;
 * `values.ts` reads single values; `cli/user-files/` knows the files.
 */

/** In the order in which an export writes them. */
export const userFields = [
  'email',
  'email_verified',
  'name',
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
 * One record of a file, before it is checked: texts in CSV, any value in JSON. A field that is
 * absent, null or empty says nothing.
 */
export type UserRecord = Readonly<Partial<Record<UserField, unknown>>>

export function isUserField(name: string): name is UserField {
  return (userFields as readonly string[]).includes(name)
}
