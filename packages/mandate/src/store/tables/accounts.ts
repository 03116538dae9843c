import { deletion } from './deletion.ts'
import { personName } from './person-name.ts'
import { profile } from './profile.ts'
import { flag, id, nullable, pick, table, time } from './table.ts'
import { acceptedTerms } from './terms.ts'

/** The properties that a provider or operator may update. */
export const changeableAccount = table('accounts', {
  /**
   * The address to show and to pass on; null if there is none. Several accounts may have the same.
   */
  email: nullable(id),
  /**
   * The sign-in name: the key that all spellings of the address share. Unique, and null unless the
   * address is known to belong to this account.
   */
  emailKey: nullable(id),
  /** Whether it was verified that the person receives mail at the address. */
  emailVerified: flag,
  /** The person's name; null if unknown. */
  name: personName,
  /** The language tag of the language that the person chose; null for the browser's. */
  language: nullable(id),
  /** What else is known about the person; null if nothing is. */
  profile,
})

export const accounts = table('accounts', {
  id,
  ...changeableAccount.fields,
  /** A PHC string; null for an account that cannot sign in with a password. */
  passwordHash: nullable(id),
  createdAt: time,
  disabledAt: nullable(time),
  /** Null unless the owner has asked for it. The account is disabled meanwhile. */
  deletion,
  /** Null if the account was never asked. */
  terms: acceptedTerms,
})

/** `lastUpdate` names the unit that changed a property of it last; null if none did. */
export const storedAccounts = table('accounts', { ...accounts.fields, lastUpdate: nullable(id) })

/**
 * Here the address is null unless it is the account's sign-in name, because an API may rely on it.
 */
export const accountStanding = pick(accounts, ['id', 'email', 'disabledAt'])
