import { document, flag, id, nullable, table, time } from './table.ts'

/** What a directory said by SCIM about one of its users. The account has the same name and address. */
export const scimUsers = table('scim_users', {
  accountId: id,
  /** Whose directory it is: `provider` of the identities. */
  provider: id,
  /** As the directory wrote it. */
  userName: id,
  /** The key that all spellings share; unique for each provider. */
  userNameKey: id,
  /** Also the subject of the account's identity at the provider. */
  externalId: nullable(id),
  email: nullable(id),
  emailKey: nullable(id),
  /** The directory's last word. */
  active: flag,
  /**
   * When the directory disabled the account; null if it has not. An account that was disabled at another
   * time was disabled by somebody else, and the directory does not enable it.
   */
  deactivatedAt: nullable(time),
  /** What is only told, never searched by. */
  profile: document<object>(),
  createdAt: time,
  updatedAt: time,
  /** Another at every change; never used twice. */
  revision: id,
})
