/**
 * The claims that an access token carries beyond its grant, generation and times.
 *
 * Each is a tag of one byte, a length of two and UTF-8 text, in ascending order of the tags, so that
 * the same claims have one spelling. A node refuses a token with a claim or a version that it does
 * not know: during a rolling upgrade an older node must not honour a token without the restriction
 * that a newer one put into it.
 */

/** RFC 6749 §6 and RFC 8707 §2.2: what a token gives up against its grant. */
export interface Narrowing {
  readonly scope: string
  readonly resource: readonly string[]
}

/** Changes when the payload is laid out in another way; a new claim needs only a new tag. */
export const ACCESS_TOKEN_VERSION = 1

const TAGS = { scope: 1, resource: 2 } as const
type ClaimName = keyof typeof TAGS

const NAMES = new Map(Object.entries(TAGS).map(([name, tag]) => [tag as number, name as ClaimName]))
const HEADER_BYTES = 3

/** The bytes of the claims; none for a token that may do all that its grant may. */
export function packTokenClaims(narrowing: Narrowing | null): Buffer {
  if (narrowing === null) return Buffer.alloc(0)
  const { scope, resource } = narrowing
  return Buffer.concat([
    packClaim('scope', scope),
    ...(resource.length > 0 ? [packClaim('resource', resource.join(' '))] : []),
  ])
}

/** Undefined where the bytes hold anything that this program does not know. */
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
