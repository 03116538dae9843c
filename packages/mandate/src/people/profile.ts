/**
 * What an account knows about a person: which claims there are, and what each may contain. They
 * come from providers, directories, platforms, files and the operator. A client gets them only as
 * far as its grant goes (`oidc/claims.ts`).
 */

import type { Account } from '../store/records.ts'
import type { PostalAddress, Profile } from '../store/tables/profile.ts'

/** The claims of a profile that a source can give. */
export type ProfileClaim = Exclude<keyof Profile, 'updated_at'>

interface Rule<Value> {
  /** The value as stored; undefined if it is invalid. */
  readonly read: (value: unknown) => Value | undefined
  /** What a valid value is, after "send" or "give". */
  readonly right: string
}

type Rules = { readonly [Name in ProfileClaim]-?: Rule<NonNullable<Profile[Name]>> }

/** Control characters, and others that a page or terminal does not show unchanged. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u
const LONGEST_TEXT = 200
const LONGEST_URL = 2_000

const LONGEST_ADDRESS = 1_000
const addressParts = [
  ...(['formatted', 'street_address', 'locality', 'region'] as const),
  ...(['postal_code', 'country'] as const),
]

const text: Rule<string> = {
  read: (value) => textIn(value),
  right: `1 to ${LONGEST_TEXT} characters on one line`,
}
/** A client may show it as a link or a picture, so it leads to the web and nowhere else. */
const url: Rule<string> = {
  read: (value) => {
    const given = textIn(value, { most: LONGEST_URL })
    return given !== undefined && /^https?:\/\/[^\s]+$/i.test(given) && URL.canParse(given)
      ? given
      : undefined
  },
  right: 'an address that begins with https:// or http://',
}

/** In the order of OpenID Connect Core §5.1. */
export const profileRules: Rules = {
  given_name: text,
  family_name: text,
  middle_name: text,
  nickname: text,
  preferred_username: text,
  profile: url,
  picture: url,
  website: url,
  gender: text,
  birthdate: matching(/^\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$/, {
    right: 'a day such as 1990-12-31, or a year; the year is 0000 if it is not told',
  }),
  zoneinfo: matching(/^[A-Za-z][\w+-]*(\/[\w+-]+){0,2}$/, {
    right: 'a time zone such as Europe/Paris',
  }),
  // Some providers write en_US (§5.1).
  locale: matching(/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/, {
    right: 'a language tag such as en-US',
  }),
  phone_number: matching(/^\+?[\d\s().;/=A-Za-z-]*\d[\d\s().;/=A-Za-z-]*$/, {
    right: 'a phone number such as +1 (425) 555-1212',
  }),
  phone_number_verified: {
    // Apple and others send text.
    read: (value) => ({ true: true, false: false })[String(value)],
    right: 'true or false',
  },
  address: { read: addressIn, right: `text, or an object with ${addressParts.join(', ')}` },
}

export const profileClaims = Object.keys(profileRules) as readonly ProfileClaim[]

/** The valid claims of a document from another system. All others are left out. */
export function profileTold(claims: Readonly<Record<string, unknown>>): Profile {
  const told: Record<string, unknown> = {}
  for (const name of profileClaims) {
    if (!Object.hasOwn(claims, name)) continue
    const value = profileRules[name].read(claims[name])
    if (value !== undefined) told[name] = value
  }
  // It says nothing without the number.
  if (told['phone_number'] === undefined) delete told['phone_number_verified']
  return told
}

/**
 * The profile after a source has said what it knows: a claim that it does not mention stays. A
 * number is verified only by the source that gave it.
 */
export function mergedProfile(before: Profile | null, told: Profile): Profile {
  const { phone_number_verified: _, ...others } = before ?? {}
  const isOtherNumber =
    told.phone_number !== undefined && told.phone_number !== before?.phone_number
  return { ...(isOtherNumber ? others : before), ...told }
}

/**
 * The change to the account's profile; empty if nothing in it changes. `name` is the new name of
 * the account, if that changes. `now` is in seconds since 1970.
 */
export function profileChange(
  account: Pick<Account, 'profile'>,
  { profile, isRenamed, now }: { profile: Profile; isRenamed: boolean; now: number },
): { readonly profile?: Profile | null } {
  const { updated_at: before, ...next } = profile
  const { updated_at: _, ...previous } = account.profile ?? {}
  if (!isRenamed && sameProfile(previous, next)) return {}
  return { profile: { ...next, updated_at: now } }
}

/** Whether both say the same; `updated_at` does not matter. */
function sameProfile(one: Profile, other: Profile): boolean {
  return profileClaims.every((name) => sameClaim(one[name], other[name]))
}

export function sameClaim(one: Profile[ProfileClaim], other: Profile[ProfileClaim]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** The profile of a new account; null if nothing is known. */
export function newProfile(told: Profile, now: number): Profile | null {
  return Object.keys(told).length === 0 ? null : { ...told, updated_at: now }
}

/**
 * The profile with some claims replaced, or removed by null; the first claim that is invalid.
 */
export function editedProfile(
  before: Profile | null,
  claims: Readonly<Partial<Record<ProfileClaim, unknown>>>,
): Profile | ProfileClaim {
  const edited: Record<string, unknown> = { ...before }
  for (const claim of profileClaims) {
    const wanted = claims[claim]
    if (wanted === undefined) continue
    const value = wanted === null ? undefined : profileRules[claim].read(wanted)
    if (value === undefined && wanted !== null) return claim
    if (value === undefined) delete edited[claim]
    else edited[claim] = value
  }
  // Nobody has verified the new number, unless that is said too.
  const isOtherNumber = edited['phone_number'] !== before?.phone_number
  if (isOtherNumber && claims.phone_number_verified === undefined) {
    delete edited['phone_number_verified']
  }
  return edited
}

/** The claims that a directory gives: those that it leaves out, it has removed. */
const OF_A_DIRECTORY: readonly string[] = [
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'profile',
  'locale',
  'zoneinfo',
] satisfies readonly ProfileClaim[]

/**
 * The profile after a directory has described the person. Claims that come from elsewhere stay.
 */
export function directoryProfile(
  before: Profile | null,
  told: Profile,
  now: number,
): Profile | null {
  const others = Object.entries(before ?? {}).filter(([name]) => !OF_A_DIRECTORY.includes(name))
  const profile: Profile = { ...Object.fromEntries(others), ...told }
  return profileChange({ profile: before }, { profile, isRenamed: false, now }).profile ?? before
}

function matching(pattern: RegExp, { right }: { readonly right: string }): Rule<string> {
  return {
    read: (value) => {
      const given = textIn(value, { most: 64 })
      return given !== undefined && pattern.test(given) ? given : undefined
    },
    right,
  }
}

function textIn(value: unknown, { most = LONGEST_TEXT } = {}): string | undefined {
  if (typeof value !== 'string' || value.length > 2 * most) return undefined
  const tidy = value.trim().normalize('NFC')
  return tidy !== '' && tidy.length <= most && !UNSEEN.test(tidy) ? tidy : undefined
}

/** `formatted` and `street_address` may have several lines (OpenID Connect Core §5.1.1). */
function addressIn(value: unknown): PostalAddress | undefined {
  const given = typeof value === 'string' ? { formatted: value } : value
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined
  const address: Record<string, string> = {}
  for (const part of addressParts) {
    const one: unknown = (given as Record<string, unknown>)[part]
    if (one === undefined || one === null || one === '') continue
    const lines = typeof one === 'string' ? one.replaceAll('\r\n', '\n').split('\n') : [one]
    const tidy = lines.map((line) => textIn(line, { most: LONGEST_ADDRESS }))
    const isSeveral = tidy.length > 1 && part !== 'formatted' && part !== 'street_address'
    if (isSeveral || tidy.includes(undefined) || tidy.join('\n').length > LONGEST_ADDRESS) {
      return undefined
    }
    address[part] = tidy.join('\n')
  }
  return Object.keys(address).length === 0 ? undefined : address
}
