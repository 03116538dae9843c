import { id, table, time } from './table.ts'

export const identities = table('identities', {
  /** Who vouches: the issuer of an OpenID provider, or the name of another way to sign in. */
  provider: id,
  /** What the provider calls the person, and nobody else, ever. */
  subject: id,
  accountId: id,
  createdAt: time,
})

/** The ids of deleted accounts, so that none is ever used again. */
export const deletedAccounts = table('deleted_accounts', { id })
