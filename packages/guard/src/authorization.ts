/** Parses the `Authorization` header (RFC 9110 §11.6.2, RFC 6750 §2.1). */

/** Any request with a `Headers` (web standard) or with `rawHeaders` (node:http, Express). */
export type CheckedRequest =
  | { readonly rawHeaders: readonly string[] }
  | { readonly headers: { get(name: string): string | null } }

/** What a request presents. A `token` is well formed; only the server knows whether it is good. */
export type Presented =
  | { readonly kind: 'token'; readonly token: string }
  /** No credentials, or credentials of another scheme. */
  | { readonly kind: 'nothing_presented' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'repeated' }

const SCHEME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?= |$)/
/** Fast path for how nearly all requests write it. */
const PLAIN = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/
const BEARER_TOKEN = /^ +([A-Za-z0-9._~+/-]+=*)$/

/**
 * The token in the request's header. The query and the body are ignored: URLs end up in logs (RFC
 * 6750 §2.3, §5.3).
 */
export function readAuthorization(request: CheckedRequest): Presented {
  const values = authorizationValues(request)
  if (values.length > 1) return { kind: 'repeated' }
  return parseAuthorization(values[0] ?? '')
}

/**
 * Parses a header value. The scheme may be in any case, with one or more spaces before the token.
 */
export function parseAuthorization(value: string): Presented {
  const plain = PLAIN.exec(value)?.[1]
  if (plain !== undefined) return { kind: 'token', token: plain }
  if (value === '') return { kind: 'nothing_presented' }
  const scheme = SCHEME.exec(value)?.[0]
  if (scheme === undefined) return { kind: 'malformed' }
  if (scheme.toLowerCase() !== 'bearer') return { kind: 'nothing_presented' }
  const token = BEARER_TOKEN.exec(value.slice(scheme.length))?.[1]
  return token === undefined ? { kind: 'malformed' } : { kind: 'token', token }
}

/** Node's parsed `headers` silently drop a second `Authorization`, so the raw ones are counted. */
function authorizationValues(request: CheckedRequest): readonly string[] {
  if (!('rawHeaders' in request)) {
    const value = request.headers.get('authorization')
    return value === null ? [] : [value]
  }
  const { rawHeaders } = request
  const values: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() === 'authorization') values.push(rawHeaders[i + 1] ?? '')
  }
  return values
}
