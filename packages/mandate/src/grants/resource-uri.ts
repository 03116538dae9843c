/**
 * Resource indicators of APIs (RFC 8707 §2), and which spellings of a URI are equivalent.
 *
 * The registered spelling is stored and returned in `aud`. Requests may use any equivalent one:
 * libraries send `URL.href`, which can end in a slash that the operator did not register.
 * `docs/decisions/0025-two-spellings-of-one-thing.md` has the table of all identifiers.
 */

/** RFC 3986 App. B: scheme, authority, path, and the rest. */
const PARTS = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(.*)$/is
const WEB = /^(?:https?|wss?|ftp):$/

/** How many APIs a token can name. Each is looked up, and they travel in URLs. */
export const MOST_RESOURCES = 20

/**
 * The same text for all spellings of one resource; undefined if the text is not an absolute URI.
 * For comparison only: never shown, never used as an address.
 *
 * RFC 3986 §6.2.2 and §6.2.3: case of scheme and host, the default port, an empty path,
 * percent-encoded unreserved characters and dot segments make no difference, nor does the notation
 * of an IP address or an internationalized name written without A-labels (RFC 5890 §2.3.2.1). A
 * slash after a path, a query, and upper case in a path do.
 */
export function resourceKey(uri: string): string | undefined {
  // URL parsers skip white space and control characters and read a backslash as a slash.
  if (/[\s\p{Cc}\\]/u.test(uri)) return undefined
  const url = URL.canParse(uri) ? new URL(uri) : undefined
  if (url === undefined) return undefined
  if (!WEB.test(url.protocol)) return genericKey(uri)
  // A URL parser would add missing slashes.
  if (!/^[a-z]+:\/\/[^/]/i.test(uri)) return undefined
  url.hostname = url.hostname.replace(/\.$/, '')
  return withPlainEncoding(url.href)
}

/** Whether two URIs name one resource. */
export function isSameResource(one: string, other: string): boolean {
  if (one === other) return true
  const key = resourceKey(one)
  return key !== undefined && key === resourceKey(other)
}

/** The member of the list that names the resource, as spelled in the list. */
export function spellingIn(uris: readonly string[], uri: string): string | undefined {
  // Fast path: the spelling nearly always matches.
  return uris.includes(uri) ? uri : uris.find((one) => isSameResource(one, uri))
}

/** For schemes without rules of their own (RFC 3986 §6.2.2). */
function genericKey(uri: string): string {
  const [, scheme = '', authority, path = '', rest = ''] = PARTS.exec(withPlainEncoding(uri)) ?? []
  const name = scheme.toLowerCase()
  if (authority === undefined) {
    // The namespace of a URN is case-insensitive too (RFC 8141 §3.1).
    const known = name === 'urn' ? path.replace(/^[^:]*/, (nid) => nid.toLowerCase()) : path
    return `${name}:${known}${rest}`
  }
  const [, user = '', host = ''] = /^(.*@)?(.*?):?$/s.exec(authority) ?? []
  const { pathname } = new URL(`x://x${path}`)
  return `${name}://${user}${host.toLowerCase()}${pathname === '' ? '/' : pathname}${rest}`
}

/** Upper-case hex digits, and nothing encoded needlessly (RFC 3986 §6.2.2.1, §6.2.2.2). */
function withPlainEncoding(uri: string): string {
  return uri.replaceAll(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16))
    return /[A-Za-z0-9\-._~]/.test(character) ? character : encoded.toUpperCase()
  })
}
