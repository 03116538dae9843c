/** Checks a record and turns it into a user: the rules of each field, in the order of the fields. */

import type { Profile } from '../../store/tables/profile.ts'
import { isAccountId, isIdentity, isName, tidyName } from '../account-properties.ts'
import { isEmail, tidyEmail } from '../email.ts'
import { type ProfileClaim, profileClaims, profileRules, profileTold } from '../profile.ts'
import type { UserField, UserRecord } from './fields.ts'
import { FieldRefused, type Read, readFlag, readId, readText, readTime } from './values.ts'

/** An identity at a provider. */
export interface RecordedIdentity {
  /** As in `identities.provider`. */
  readonly provider: string
  readonly subject: string
}

/** The content of a record; null for absent fields. */
export interface RecordedUser {
  /** The id from the other system. */
  readonly subject: string | null
  readonly email: string | null
  readonly emailVerified: boolean
  readonly name: string | null
  /** Empty without claims. */
  readonly profile: Profile
  readonly identity: RecordedIdentity | null
  /** In the form that is stored. */
  readonly passwordHash: string | null
  /** Whole seconds since 1970. */
  readonly createdAt: number | null
  readonly disabled: boolean
}

/** What the rules depend on. */
export interface RecordRules {
  /** Whole seconds since 1970. */
  readonly now: number
  /** Finds the provider for the name of a way or an issuer, or says why there is none. */
  providerNamed(name: string): string | FieldRefused
  /**
   * Returns the form in which a hash is stored, or why it is refused. The format is null if not
   * given.
   */
  storedHash(hash: string, format: string | null): string | FieldRefused
}

export interface Problem {
  readonly field: UserField
  /** The end of a sentence that starts with the field. */
  readonly reason: string
}

export type RecordOutcome =
  | { readonly is: 'user'; readonly user: RecordedUser }
  | { readonly is: 'refused'; readonly problems: readonly Problem[] }

export function readUserRecord(record: UserRecord, rules: RecordRules): RecordOutcome {
  const problems: Problem[] = []
  const read = <Value>(field: UserField, value: Read<Value>): Value | null => {
    if (!(value instanceof FieldRefused)) return value
    problems.push({ field, reason: value.reason })
    return null
  }
  const refuse = (field: UserField, reason: string) => problems.push({ field, reason })

  const email = read('email', readEmail(record.email))
  const emailVerified = read('email_verified', readFlag(record.email_verified)) ?? false
  const name = read('name', readName(record.name))
  const claims = profileClaims.map((claim) => [claim, read(claim, readClaim(claim, record[claim]))])
  const profile = profileTold(Object.fromEntries(claims))
  const subject = read('subject', readId(record.subject, subjectRule))
  const provider = read('provider', readProvider(record.provider, rules))
  const providerSubject = read(
    'provider_subject',
    readId(record.provider_subject, providerSubjectRule),
  )
  const passwordHash = read('password_hash', readHash(record, rules))
  const createdAt = read('created_at', readTime(record.created_at, rules.now))
  const disabled = read('disabled', readFlag(record.disabled)) ?? false
  if (problems.length > 0) return { is: 'refused', problems }

  if (emailVerified && email === null) refuse('email_verified', 'is true, and there is no email')
  if (provider !== null && providerSubject === null) {
    refuse('provider', 'is given without provider_subject')
  }
  if (provider === null && providerSubject !== null) {
    refuse('provider_subject', 'is given without provider')
  }
  if (email === null && subject === null && providerSubject === null) {
    refuse('email', 'is missing, and so are subject and provider_subject: give at least one')
  }
  if (problems.length > 0) return { is: 'refused', problems }
  const identity =
    provider !== null && providerSubject !== null ? { provider, subject: providerSubject } : null
  return {
    is: 'user',
    user: {
      subject,
      email,
      emailVerified,
      name,
      profile,
      identity,
      passwordHash,
      createdAt,
      disabled,
    },
  }
}

const subjectRule = {
  holds: isAccountId,
  otherwise:
    'is not 1 to 255 visible ASCII characters without a space, or is the id of a client, an API or a platform key',
}
const providerSubjectRule = {
  holds: (subject: string) => isIdentity({ provider: 'any', subject }),
  otherwise: 'is longer than 255 characters, or has characters that cannot be seen',
}

function readName(value: unknown): Read<string> {
  const name = readText(value)
  if (name === null || name instanceof FieldRefused) return name
  const tidy = tidyName(name)
  if (tidy === null || isName(tidy)) return tidy
  return new FieldRefused('is longer than 200 characters, or has characters that cannot be seen')
}

/** CSV may have an address as JSON, or as the text of its lines. */
function readClaim(claim: ProfileClaim, value: unknown): Read<NonNullable<Profile[ProfileClaim]>> {
  if (value === undefined || value === null || value === '') return null
  if (claim === 'phone_number_verified') return readFlag(value)
  const isJson = claim === 'address' && typeof value === 'string' && value.startsWith('{')
  const read = profileRules[claim].read(isJson ? parsed(value) : value)
  return read ?? new FieldRefused(`is invalid: give ${profileRules[claim].right}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readEmail(value: unknown): Read<string> {
  const text = readText(value)
  if (text === null || text instanceof FieldRefused) return text
  const email = tidyEmail(text)
  return isEmail(email) ? email : new FieldRefused('is not an e-mail address')
}

function readProvider(value: unknown, { providerNamed }: RecordRules): Read<string> {
  const text = readText(value)
  return text === null || text instanceof FieldRefused ? text : providerNamed(text)
}

function readHash(record: UserRecord, { storedHash }: RecordRules): Read<string> {
  const { password_hash: given } = record
  // Some formats are JSON themselves; in JSON lines, they need not be in quotes.
  const text = typeof given === 'object' && given !== null ? JSON.stringify(given) : given
  const hash = readText(text)
  const format = readText(record.password_format)
  if (hash instanceof FieldRefused) return hash
  if (format instanceof FieldRefused) return new FieldRefused(`has a format that ${format.reason}`)
  if (hash !== null) return storedHash(hash, format)
  // A column with the same format on every line is fine, even if some users have no password.
  return null
}
