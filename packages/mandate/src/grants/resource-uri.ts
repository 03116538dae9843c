/**
 * The resource indicator of an API (RFC 8707 §2): which URIs are spellings of one another.
 *
 * What is kept, and answered in `aud`, is the spelling that was registered. Requests may use any
 * other: libraries send `URL.href`, which ends in a slash where the operator registered none.
 * `docs/decisions/0025-two-spellings-of-one-thing.md` has the table of all identifiers.
 */

/** RFC 3986 App. B: scheme, authority, path, and the rest. */
const PARTS = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(.*)$/is
const WEB = /^(?:https?|wss?|ftp):$/

/**
 * What all spellings of one resource share; undefined where the text is no absolute URI. Compared, and
 * never shown or used as an address.
 *
 * RFC 3986 §6.2.2 and §6.2.3: case of scheme and host, the default port, an empty path, percent-encoded
 * unreserved characters and dot segments make no difference; neither does the spelling of an IP
 * address, or a name that is written in letters instead of A-labels (RFC 5890 §2.3.2.1). A slash
 * after a path, a query and upper case in a path do.
 */
export function resourceKey(uri: string): string | undefined {
  // Parsers of URLs skip white space and control characters and take a backslash for a slash.
  if (/[\s\p{Cc}\\]/u.test(uri)) return undefined
  const url = URL.canParse(uri) ? new URL(uri) : undefined
  if (url === undefined) return undefined
  if (!WEB.test(url.protocol)) return genericKey(uri)
  // A URL parser would supply the slashes that are missing.
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

/** The member of the list that names the resource, in the list's own spelling. */
export function spellingIn(uris: readonly string[], uri: string): string | undefined {
  // Nearly always it is written as it is kept.
  return uris.includes(uri) ? uri : uris.find((one) => isSameResource(one, uri))
}

/** For schemes of which nothing else is known (RFC 3986 §6.2.2). */
function genericKey(uri: string): string {
  const [, scheme = '', authority, path = '', rest = ''] = PARTS.exec(withPlainEncoding(uri)) ?? []
  const name = scheme.toLowerCase()
  if (authority === undefined) {
    // RFC 8141 §3.1: the namespace of a URN is case-insensitive too.
    const known = name === 'urn' ? path.replace(/^[^:]*/, (nid) => nid.toLowerCase()) : path
    return `${name}:${known}${rest}`
  }
  const [, user = '', host = ''] = /^(.*@)?(.*?):?$/s.exec(authority) ?? []
  const { pathname } = new URL(`x://x${path}`)
  return `${name}://${user}${host.toLowerCase()}${pathname === '' ? '/' : pathname}${rest}`
}

/** RFC 3986 §6.2.2.1, §6.2.2.2: digits in upper case, and nothing encoded that need not be. */
function withPlainEncoding(uri: string): string {
  return uri.replaceAll(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16))
    return /[A-Za-z0-9\-._~]/.test(character) ? character : encoded.toUpperCase()
  })
}
