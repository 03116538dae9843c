/** Parses the `Authorization` header (RFC 9110 §11.6.2, RFC 6750 §2.1, RFC 9449 §7.1). */

/**
 * Any request with a `Headers` (web standard) or with `rawHeaders` (node:http, Express). Method and
 * address are needed for tokens that are bound to a key.
 */
export type CheckedRequest =
  | {
      readonly rawHeaders: readonly string[]
      readonly method?: string | undefined
      readonly url?: string | undefined
      /** As it was before a router changed it. */
      readonly originalUrl?: string | undefined
      readonly socket?: object
    }
  | {
      readonly headers: { get(name: string): string | null }
      readonly method?: string | undefined
      readonly url?: string | undefined
    }

export type Scheme = 'bearer' | 'dpop'

/** What a request presents. A `token` is well formed; only the server knows whether it is good. */
export type Presented =
  | { readonly kind: 'token'; readonly token: string; readonly scheme: Scheme }
  /** No credentials, or credentials of another scheme. */
  | { readonly kind: 'nothing_presented' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'repeated' }

const SCHEME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?= |$)/
/** Fast path for how nearly all requests write it. */
const PLAIN = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/
const SENT_TOKEN = /^ +([A-Za-z0-9._~+/-]+=*)$/

/**
 * The token in the request's header. The query and the body are ignored: URLs end up in logs (RFC
 * 6750 §2.3, §5.3).
 */
export function readAuthorization(request: CheckedRequest): Presented {
  const values = headerValues(request, 'authorization')
  if (values.length > 1) return { kind: 'repeated' }
  return parseAuthorization(values[0] ?? '')
}

/**
 * Parses a header value. The scheme may be in any case, with one or more spaces before the token.
 */
export function parseAuthorization(value: string): Presented {
  const plain = PLAIN.exec(value)?.[1]
  if (plain !== undefined) return { kind: 'token', token: plain, scheme: 'bearer' }
  if (value === '') return { kind: 'nothing_presented' }
  const sent = SCHEME.exec(value)?.[0]
  if (sent === undefined) return { kind: 'malformed' }
  const scheme = sent.toLowerCase()
  if (scheme !== 'bearer' && scheme !== 'dpop') return { kind: 'nothing_presented' }
  const token = SENT_TOKEN.exec(value.slice(sent.length))?.[1]
  return token === undefined ? { kind: 'malformed' } : { kind: 'token', token, scheme }
}

/**
 * All values of a header; `name` in lower case. Node's parsed `headers` silently drop a second
 * `Authorization`, so the raw ones are counted.
 */
export function headerValues(request: CheckedRequest, name: string): readonly string[] {
  if (!('rawHeaders' in request)) {
    const value = request.headers.get(name)
    return value === null ? [] : [value]
  }
  const { rawHeaders } = request
  const values: string[] = []
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() === name) values.push(rawHeaders[i + 1] ?? '')
  }
  return values
}
