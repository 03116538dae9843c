import type { Account } from '../../store/records.ts'
import type { PostalAddress } from '../../store/tables/profile.ts'
import { profileClaims } from '../profile.ts'
import type { UserField } from './fields.ts'
import type { RecordedIdentity } from './read.ts'

/** The fields of an account, in order; empty ones are omitted. */
export type WrittenRecord = Readonly<Partial<Record<UserField, string | boolean | PostalAddress>>>

/**
 * The records of one account: one, or one for each identity if there are several. Importing them
 * creates the same account.
 */
export function writeUserRecords(
  account: Account,
  identities: readonly RecordedIdentity[],
  { withPasswordHash }: { readonly withPasswordHash: boolean },
): readonly WrittenRecord[] {
  const [first = null, ...others] = identities
  return [first, ...others].map((identity) => ({
    ...(account.email !== null && {
      email: account.email,
      email_verified: account.emailVerified,
    }),
    ...(account.name !== null && { name: account.name }),
    ...profileOf(account),
    subject: account.id,
    ...(identity !== null && {
      provider: identity.provider,
      provider_subject: identity.subject,
    }),
    ...(withPasswordHash &&
      account.passwordHash !== null && { password_hash: account.passwordHash }),
    created_at: `${new Date(account.createdAt * 1000).toISOString().slice(0, 19)}Z`,
    ...(account.disabledAt !== null && { disabled: true }),
  }))
}

function profileOf({ profile }: Account): WrittenRecord {
  return Object.fromEntries(
    profileClaims.flatMap((claim) => {
      const value = profile?.[claim]
      return value === undefined ? [] : [[claim, value]]
    }),
  )
}
