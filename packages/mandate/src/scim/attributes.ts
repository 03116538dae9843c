/**
 * Which attributes of a user are stored, and which are accepted and ignored. Attribute names are
 * compared without case (RFC 7643 §2.1).
 */

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User'

export const NAME_PARTS = [
  'formatted',
  'familyName',
  'givenName',
  'middleName',
  'honorificPrefix',
  'honorificSuffix',
] as const
export type NamePart = (typeof NAME_PARTS)[number]

/** The sub-attributes of an e-mail address. */
export const EMAIL_PARTS = ['value', 'type', 'primary', 'display'] as const

/** The attributes that are one text, besides the identifiers. */
export const TEXTS = ['displayName', 'nickName', 'profileUrl', 'locale', 'timezone'] as const

const KEPT = ['userName', 'externalId', 'active', ...TEXTS, 'name', 'emails'] as const
export type Kept = (typeof KEPT)[number]

/** Set by the server, or by the JSON itself (RFC 7643 §3.1). */
const READ_ONLY = ['id', 'meta', 'schemas', 'groups']

/**
 * Attributes of RFC 7643 §4.1 that Mandate does not use. Directories send them by default, so they
 * are accepted but not stored (RFC 7644 §3.3).
 */
const IGNORED = [
  ...['title', 'userType', 'preferredLanguage', 'password', 'phoneNumbers', 'ims', 'photos'],
  ...['addresses', 'entitlements', 'roles', 'x509Certificates'],
]

/** What an attribute name stands for. */
export type Meaning = Kept | 'read_only' | 'ignored' | 'unknown'

const meanings = new Map<string, Meaning>([
  ...KEPT.map((name) => [name.toLowerCase(), name] as const),
  ...READ_ONLY.map((name) => [name.toLowerCase(), 'read_only'] as const),
  ...IGNORED.map((name) => [name.toLowerCase(), 'ignored'] as const),
])

/** Attributes of extensions, such as the enterprise user (RFC 7643 §4.3), are ignored. */
export function meaningOf(name: string): Meaning {
  if (/^urn:/i.test(name)) return 'ignored'
  return meanings.get(name.toLowerCase()) ?? 'unknown'
}

/** The path without the URI of the user's own schema. */
export function withoutSchema(path: string): string {
  const isQualified = path.toLowerCase().startsWith(`${USER_SCHEMA.toLowerCase()}:`)
  return isQualified ? path.slice(USER_SCHEMA.length + 1) : path
}

/** The listed name that equals this one without case. */
export function named<const Name extends string>(
  names: readonly Name[],
  wanted: string,
): Name | undefined {
  const key = wanted.toLowerCase()
  return names.find((name) => name.toLowerCase() === key)
}
