/** Subject identifiers (RFC 9493): how another system names one of its users. */

import { isAccountId, isIdentity } from './account-properties.ts'
import { isEmail, tidyEmail } from './email.ts'

/** What the identifier refers to. */
export type Named =
  | { readonly by: 'account'; readonly accountId: string }
  | { readonly by: 'identity'; readonly provider: string; readonly subject: string }
  | { readonly by: 'email'; readonly email: string }

export type SubjectRefused =
  /** A member is missing or invalid for the format; null if it is not an identifier at all. */
  | { readonly is: 'malformed'; readonly format: string | null }
  /** The format is not supported here. */
  | { readonly is: 'unsupported'; readonly format: string }

/** The context for reading: this server's issuer, and the provider of the sender's users. */
interface Reader {
  readonly issuer: string
  readonly provider: string
}

/**
 * All references in the identifier, which are about one user: `aliases` has several (§3.2.8).
 * Addresses may refer to accounts only for operations that end something.
 */
export function readSubjectIdentifier(
  value: unknown,
  reader: Reader,
): readonly Named[] | SubjectRefused {
  const { format, identifiers } = membersOf(value)
  if (typeof format !== 'string') return { is: 'malformed', format: null }
  if (format !== 'aliases') return one(value, format, reader)
  if (
    !Array.isArray(identifiers) ||
    identifiers.length === 0 ||
    identifiers.length > MOST_ALIASES
  ) {
    return { is: 'malformed', format }
  }
  const named: Named[] = []
  for (const identifier of identifiers) {
    const inner = membersOf(identifier)['format']
    // An alias must not contain aliases (§3.2.8).
    if (typeof inner !== 'string' || inner === 'aliases') return { is: 'malformed', format }
    const read = one(identifier, inner, reader)
    if ('is' in read) {
      if (read.is === 'malformed') return read
    } else named.push(...read)
  }
  return named.length > 0 ? named : { is: 'unsupported', format }
}

const MOST_ALIASES = 20

function one(
  value: unknown,
  format: string,
  { issuer, provider }: Reader,
): readonly Named[] | SubjectRefused {
  const text = (name: string): string | undefined => {
    const member = membersOf(value)[name]
    return typeof member === 'string' && member !== '' ? member : undefined
  }
  const identityOf = (subject: string): readonly Named[] | SubjectRefused =>
    isIdentity({ provider, subject })
      ? [{ by: 'identity', provider, subject }]
      : { is: 'malformed', format }
  const addressOf = (email: string): readonly Named[] | SubjectRefused =>
    isEmail(tidyEmail(email)) ? [{ by: 'email', email }] : { is: 'malformed', format }
  switch (format) {
    case 'iss_sub': {
      const [iss, sub] = [text('iss'), text('sub')]
      if (iss === undefined || sub === undefined) return { is: 'malformed', format }
      if (iss === issuer) {
        return isAccountId(sub) ? [{ by: 'account', accountId: sub }] : { is: 'malformed', format }
      }
      // A key may only name users of its own provider.
      return iss === provider ? identityOf(sub) : { is: 'unsupported', format }
    }
    case 'opaque': {
      return identityOf(text('id') ?? '')
    }
    case 'email': {
      return addressOf(text('email') ?? '')
    }
    case 'account': {
      // RFC 7565: acct:user@host.
      const [, email] = /^acct:([^@]+@[^@]+)$/.exec(text('uri') ?? '') ?? []
      return addressOf(email ?? '')
    }
    default:
      return { is: 'unsupported', format }
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}
