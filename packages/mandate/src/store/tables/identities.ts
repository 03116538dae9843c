import { id, table, time } from './table.ts'

export const identities = table('identities', {
  /** The issuer of an OpenID provider, or the name of another way to sign in. */
  provider: id,
  /** The provider's id for the person, which it never gives to another person. */
  subject: id,
  accountId: id,
  createdAt: time,
})

/** The ids of deleted accounts, so that they are never used again. */
export const deletedAccounts = table('deleted_accounts', { id })
