import { document, flag, id, nullable, table, time } from './table.ts'

/** A directory's SCIM data about one of its users. The account has the same name and address. */
export const scimUsers = table('scim_users', {
  accountId: id,
  /** The directory's provider, as in `identities`. */
  provider: id,
  /** As the directory wrote it. */
  userName: id,
  /** The key that all spellings share; unique for each provider. */
  userNameKey: id,
  /** Also the subject of the account's identity at the provider. */
  externalId: nullable(id),
  email: nullable(id),
  emailKey: nullable(id),
  /** As the directory last set it. */
  active: flag,
  /**
   * When the directory disabled the account; null if it has not. An account that was disabled at
   * another time was disabled by an operator, and the directory does not enable it.
   */
  deactivatedAt: nullable(time),
  /** Attributes that are only returned, never searched. */
  profile: document<object>(),
  createdAt: time,
  updatedAt: time,
  /** Changes with every update; never used twice. */
  revision: id,
})
