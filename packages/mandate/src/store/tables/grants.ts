import {
  accountOf,
  type DetailsId,
  type ExtrasText,
  type GrantId,
  type KeyId,
  type RevocationCause,
  type SignInText,
  type Subject,
} from '../../grants/grant.ts'
import {
  bytes,
  count,
  document,
  type Field,
  id,
  list,
  nullable,
  pick,
  type Several,
  table,
  text,
  textOf,
  time,
} from './table.ts'

/** The id of a server key. */
export const keyId: Field<KeyId, 'text'> = {
  ...textOf<KeyId>(),
  isSound: (stored) => /^[0-9a-f]{8}$/.test(String(stored)),
}
/** 32 random bytes, from which secrets are derived together with a server key. */
export const seed: Field<Uint8Array, 'bytes'> = {
  ...bytes,
  isSound: (stored) => stored instanceof Uint8Array && stored.length === 32,
}

const signIn: Field<SignInText, 'text'> = {
  ...textOf<SignInText>(),
  isSound: (stored) => /^\{"amr":\[.*\}$/s.test(String(stored)),
}

const extras: Field<ExtrasText, 'text'> = {
  ...textOf<ExtrasText>(),
  isSound: (stored) => /^\{".*\}$/s.test(String(stored)),
}

const sid: Field<string, 'text'> = {
  ...text,
  isSound: (stored) => /^~?[\w-]{22}$/.test(String(stored)),
}

const subjectParts = { accountId: nullable(id) }
const subject: Several<Subject, typeof subjectParts> = {
  parts: subjectParts,
  join: ({ accountId }) =>
    accountId === null ? { kind: 'client' } : { kind: 'account', id: accountId },
  split: (kept) => ({ accountId: accountOf({ subject: kept }) }),
}

/** The table of the grants in `grants/grant.ts`. */
export const grants = table('grants', {
  id: textOf<GrantId>(),
  clientId: id,
  subject,
  scope: text,
  resource: list,
  seed,
  redirectUri: nullable(text),
  codeChallenge: nullable(text),
  authTime: nullable(time),
  signIn: nullable(signIn),
  extras: nullable(extras),
  sid: nullable(sid),
  details: nullable(textOf<DetailsId>()),
  parent: nullable(textOf<GrantId>()),
  createdAt: time,
  generation: count,
  keyId,
  expiresAt: time,
  redeemedAt: nullable(time),
  retryKeyHash: nullable(text),
  recentRedemptions: nullable(text),
  revokedAt: nullable(time),
  revokedBecause: nullable(textOf<RevocationCause>()),
})

/** The browser and the network that the person connected the client from. Either may be unknown. */
export interface ConnectedFrom {
  /** Such as "Firefox (Linux)". */
  readonly agent?: string
  /** The network address. */
  readonly network?: string
}

/** What is rarely asked about a grant; the token path reads none of it. */
const rare = {
  /** Null if unknown, or if no person was involved. */
  connectedFrom: nullable(document<ConnectedFrom>()),
  /** The trusted issuer whose assertion it came of; null for none. */
  issuerId: nullable(id),
  /** The scope tokens that the person has taken back, separated by single spaces. */
  takenBack: nullable(text),
  /** What a standing grant is found by (`GrantStore.findStanding`); null for all others. */
  standing: nullable(id),
}

/**
 * Adds the number of the latest bulk revocation when the grant was created, or null
 * (`../queries/bulk-revocations.ts`), and the rare properties.
 */
export const keptGrants = table('grants', {
  ...grants.fields,
  madeAfter: nullable(count),
  ...rare,
})

/** What is rarely asked about a grant. */
export const rareOfGrants = pick(keptGrants, ['id', 'connectedFrom', 'issuerId', 'takenBack'])

/** A connected app on one browser or device, as its owner sees it. */
export const installations = table('grants', {
  ...pick(grants, [
    ...(['id', 'clientId', 'scope', 'resource', 'details', 'parent'] as const),
    ...(['createdAt', 'redeemedAt'] as const),
  ]).fields,
  connectedFrom: rare.connectedFrom,
})
