import { flag, id, nullable, pick, table, time } from './table.ts'

/** The properties that whoever knows the person may correct. */
export const changeableAccount = table('accounts', {
  /** The address to show and to tell; null if there is none. Several accounts may have the same. */
  email: nullable(id),
  /**
   * The name to sign in with and to be found by: the key that all spellings of the address share.
   * Unique, and null if the address is not known to be this account's alone.
   */
  emailKey: nullable(id),
  /** Whether somebody vouched that the person receives mail at the address. */
  emailVerified: flag,
  /** As the person is called; null if unknown. */
  name: nullable(id),
})

export const accounts = table('accounts', {
  id,
  ...changeableAccount.fields,
  /** A PHC string; null for an account that cannot sign in with a password. */
  passwordHash: nullable(id),
  createdAt: time,
  disabledAt: nullable(time),
})

/** Here the address is null unless it is the account's alone, because an API may rely on it. */
export const accountStanding = pick(accounts, ['id', 'email', 'disabledAt'])
