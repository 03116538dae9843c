/**
 * The headers in which the API learns who a request acts for. Every answer has all of them, empty where
 * there is nothing to say, so that a web server which copies them always replaces what a stranger sent.
 */

import type { Principal } from '../principal.ts'

/** The largest that nginx reads with `proxy_buffer_size 8k`, with room for the rest of the answer. */
const MOST_BYTES = 7_000

export type IdentityHeaders = Readonly<Record<string, string>>

/** A token that comes again has the same principal, as long as it is in memory. */
const made = new WeakMap<Principal, IdentityHeaders>()

/** Undefined if they would be too large. */
export function identityHeaders(principal: Principal): IdentityHeaders | undefined {
  const before = made.get(principal)
  if (before !== undefined) return before
  const headers = headersFor(principal)
  const bytes = Object.entries(headers).flat().join('').length
  if (bytes > MOST_BYTES) return undefined
  made.set(principal, headers)
  return headers
}

function headersFor(principal: Principal): IdentityHeaders {
  const { authorizationDetails: details } = principal
  return {
    'guard-subject': encoded(principal.subject),
    'guard-client': encoded(principal.clientId),
    'guard-actors': list(principal.actors ?? []),
    'guard-scope': list([...principal.scope]),
    'guard-username': encoded(principal.username ?? ''),
    'guard-audience': list(principal.audience),
    'guard-token-id': encoded(principal.tokenId ?? ''),
    'guard-expires': String(principal.expiresAt),
    'guard-acr': encoded(principal.acr ?? ''),
    'guard-auth-time': String(principal.authTime ?? ''),
    'guard-details':
      details === undefined ? '' : Buffer.from(JSON.stringify(details)).toString('base64url'),
  }
}

function list(values: readonly string[]): string {
  return values.map(encoded).join(' ')
}

/**
 * Percent-encoded UTF-8, except for the ASCII that no proxy, list or log gives a meaning. Names come from
 * people: a line break must not become a header, nor a comma a second value.
 */
function encoded(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^A-Za-z0-9._~:/@!$&'()*+=?#[\]|-]+/g, (characters) => encodeURIComponent(characters))
}
