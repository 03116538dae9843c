/**
 * The claims of an access token other than its grant, generation and times.
 *
 * Each is a one-byte tag, a two-byte length and UTF-8 text, sorted by tag, so that a set of claims
 * has exactly one encoding. A node refuses a token with an unknown claim or version: during a
 * rolling upgrade, an older node must not ignore a restriction that a newer one put into the token.
 */

/** How the token is narrower than its grant (RFC 6749 §6, RFC 8707 §2.2). */
export interface Narrowing {
  readonly scope: string
  readonly resource: readonly string[]
}

/** Changes with the payload's layout. A new claim needs only a new tag. */
export const ACCESS_TOKEN_VERSION = 1

const TAGS = { scope: 1, resource: 2 } as const
type ClaimName = keyof typeof TAGS

const NAMES = new Map(Object.entries(TAGS).map(([name, tag]) => [tag as number, name as ClaimName]))
const HEADER_BYTES = 3

/** The encoded claims; empty for a token as broad as its grant. */
export function packTokenClaims(narrowing: Narrowing | null): Buffer {
  if (narrowing === null) return Buffer.alloc(0)
  const { scope, resource } = narrowing
  return Buffer.concat([
    packClaim('scope', scope),
    ...(resource.length > 0 ? [packClaim('resource', resource.join(' '))] : []),
  ])
}

/** Undefined if the bytes contain anything this version does not know. */
export function readTokenClaims(
  bytes: Buffer,
): { readonly narrowing: Narrowing | null } | undefined {
  if (bytes.length === 0) return { narrowing: null }
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
  if (scope === undefined) return undefined
  return { narrowing: { scope, resource: claims.get('resource')?.split(' ') ?? [] } }
}

function packClaim(name: ClaimName, text: string): Buffer {
  const value = Buffer.from(text, 'utf8')
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt8(TAGS[name])
  header.writeUInt16BE(value.length, 1)
  return Buffer.concat([header, value])
}
