/**
 * The rules for names, ids and addresses of accounts. Most addresses come from another system,
 * which may be wrong or deceived, so such an address never takes the address away from another
 * account and never finds an account.
 */

import type { Account, AccountChange, IdentityName } from '../store/records.ts'
import type { Profile } from '../store/tables/profile.ts'
import { emailKey, isEmail, tidyEmail } from './email.ts'
import { mergedProfile, profileChange } from './profile.ts'

/** Visible ASCII characters without a space (VSCHAR of RFC 6749 Appendix A), so that `sub` is exact. */
const ACCOUNT_ID = /^[\x21-\x7e]{1,255}$/
/**
 * The ids of our other parties. A client's is the `sub` of its own tokens, so a user who has its id would be the
 * client to an API (RFC 9700 §4.15).
 */
const PARTY_ID = /^(client|resource|platform)_[\w-]{20}$/
/** Control characters, and others that a database or terminal does not show unchanged. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u
const MAX_NAME_CHARACTERS = 200
const MAX_IDENTITY_CHARACTERS = 255

/** Whether an account may have this id. Ours are shorter; imported ids are kept unchanged. */
export function isAccountId(text: string): boolean {
  return ACCOUNT_ID.test(text) && !PARTY_ID.test(text)
}

/** Whether the identity can be stored unchanged. */
export function isIdentity({ provider, subject }: IdentityName): boolean {
  return [provider, subject].every(
    (part) => part !== '' && part.length <= MAX_IDENTITY_CHARACTERS && !UNSEEN.test(part),
  )
}

/** The name as stored: trimmed and Unicode-normalized; null if nothing is left. */
export function tidyName(text: string): string | null {
  const tidy = text
    .slice(0, 2 * MAX_NAME_CHARACTERS)
    .trim()
    .normalize('NFC')
  return tidy === '' ? null : tidy
}

export function isName(tidy: string): boolean {
  return tidy.length <= MAX_NAME_CHARACTERS && !UNSEEN.test(tidy)
}

/** The name that an account gets from another system, as stored; null if it is missing or invalid. */
export function nameTold(name: string | null): string | null {
  const tidy = tidyName(name ?? '')
  return tidy !== null && isName(tidy) ? tidy : null
}

/** What another system says about a person. Null if unknown. */
export interface Told {
  readonly email: string | null
  /** Whether the system says that the person receives mail there. */
  readonly emailVerified: boolean
  readonly name: string | null
  /** What else it says, checked; empty if nothing. */
  readonly profile: Profile
}

/** The address of an account: the one to show, and the sign-in name if it may have one. */
export type Address = Pick<Account, 'email' | 'emailKey' | 'emailVerified'>

export const NO_ADDRESS: Address = { email: null, emailKey: null, emailVerified: false }

/**
 * The address that an account gets from another system. It becomes a sign-in name (`emailKey`) only
 * if the system has verified it; otherwise it is only shown. An invalid address is dropped.
 */
export function addressTold({ email, emailVerified }: Told): Address {
  const tidy = email === null ? '' : tidyEmail(email)
  if (!isEmail(tidy)) return NO_ADDRESS
  return { email: tidy, emailKey: emailVerified ? emailKey(tidy) : null, emailVerified }
}

/**
 * The changes to the account from another system's data; empty if there are none. Missing data
 * changes nothing. An account with a password keeps its sign-in address. `now` is in seconds since
 * 1970.
 */
export function changeTold(account: Account, told: Told, now: number): AccountChange {
  const name = nameTold(told.name)
  const isNew = name !== null && name !== account.name
  const profile = mergedProfile(account.profile, told.profile)
  return {
    ...(isNew && { name }),
    ...profileChange(account, { profile, isRenamed: isNew, now }),
    ...addressChange(account, addressTold(told)),
  }
}

function addressChange(account: Account, told: Address): AccountChange {
  if (told.email === null) return {}
  const isSame = account.email !== null && emailKey(account.email) === emailKey(told.email)
  if (account.passwordHash !== null && !isSame) return {}
  // A verified address stays verified.
  const emailVerified = told.emailVerified || (isSame && account.emailVerified)
  const key = told.emailKey ?? (isSame ? account.emailKey : null)
  return {
    ...(told.email !== account.email && { email: told.email }),
    ...(key !== account.emailKey && { emailKey: key }),
    ...(emailVerified !== account.emailVerified && { emailVerified }),
  }
}
