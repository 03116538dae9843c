/**
 * The claims of a token other than its grant, generation and times.
 *
 * Each is a one-byte tag, a two-byte length and UTF-8 text, sorted by tag, so that a set of claims
 * has exactly one encoding. A node refuses a token with an unknown claim or version: during a
 * rolling upgrade, an older node must not ignore a restriction that a newer one put into the token.
 */

import { type Confirmation, confirmationText, readConfirmation } from './confirmation.ts'

/** How the token is narrower than its grant (RFC 6749 §6, RFC 8707 §2.2). */
export interface Narrowing {
  readonly scope: string
  readonly resource: readonly string[]
  /** The granted authorization details that it has, by their places; absent for all of them. */
  readonly details?: readonly number[]
}

export interface TokenClaimSet {
  /** Null if the token is as broad as the grant. */
  readonly narrowing: Narrowing | null
  /** The key that must be proven with the token; null for a plain bearer token. */
  readonly confirmation: Confirmation | null
}

/** Changes with the payload's layout. A new claim needs only a new tag. */
export const ACCESS_TOKEN_VERSION = 1

const TAGS = { scope: 1, resource: 2, cnf: 3, details: 4 } as const
type ClaimName = keyof typeof TAGS

const NAMES = new Map(Object.entries(TAGS).map(([name, tag]) => [tag as number, name as ClaimName]))
const HEADER_BYTES = 3
const NO_CLAIMS: TokenClaimSet = { narrowing: null, confirmation: null }

/** The encoded claims; empty for an unbound token as broad as its grant. */
export function packTokenClaims({ narrowing, confirmation }: TokenClaimSet): Buffer {
  const claims: Buffer[] = []
  if (narrowing !== null) {
    claims.push(packClaim('scope', narrowing.scope))
    const { resource } = narrowing
    if (resource.length > 0) claims.push(packClaim('resource', resource.join(' ')))
  }
  if (confirmation !== null) claims.push(packClaim('cnf', confirmationText(confirmation)))
  const details = narrowing?.details
  if (details !== undefined) claims.push(packClaim('details', details.join(' ')))
  return Buffer.concat(claims)
}

/** Undefined if the bytes contain anything this version does not know. */
export function readTokenClaims(bytes: Buffer): TokenClaimSet | undefined {
  if (bytes.length === 0) return NO_CLAIMS
  const claims = new Map<ClaimName, string>()
  let lastTag = 0
  for (let at = 0; at < bytes.length; ) {
    if (at + HEADER_BYTES > bytes.length) return undefined
    const tag = bytes.readUInt8(at)
    const name = NAMES.get(tag)
    const end = at + HEADER_BYTES + bytes.readUInt16BE(at + 1)
    if (name === undefined || tag <= lastTag || end > bytes.length) return undefined
    claims.set(name, bytes.toString('utf8', at + HEADER_BYTES, end))
    lastTag = tag
    at = end
  }
  const scope = claims.get('scope')
  const resource = claims.get('resource')
  const details = claims.get('details')
  if (scope === undefined && (resource !== undefined || details !== undefined)) return undefined
  // An empty list would read as the place 0.
  if (details !== undefined && !/^\d{1,2}( \d{1,2})*$/.test(details)) return undefined
  const cnf = claims.get('cnf')
  const confirmation = cnf === undefined ? null : readConfirmation(cnf)
  if (confirmation === undefined) return undefined
  const narrowing =
    scope === undefined
      ? null
      : {
          ...{ scope, resource: resource?.split(' ') ?? [] },
          ...(details !== undefined && { details: details.split(' ').map(Number) }),
        }
  return { narrowing, confirmation }
}

function packClaim(name: ClaimName, text: string): Buffer {
  const value = Buffer.from(text, 'utf8')
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt8(TAGS[name])
  header.writeUInt16BE(value.length, 1)
  return Buffer.concat([header, value])
}
