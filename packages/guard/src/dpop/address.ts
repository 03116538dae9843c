/** The address of a request as its client called it, to compare with a proof's `htu` (RFC 9449 §4.3). */

import type { CheckedRequest } from '../authorization.ts'

/**
 * `base` is the API's public address, with the path prefix that a proxy removes, if any. Without one,
 * the request's own host is believed. Undefined if the request does not say where it was sent.
 */
export function addressOf(request: CheckedRequest, base: string | undefined): string | undefined {
  if (!('rawHeaders' in request)) {
    const url = request.url === undefined ? null : URL.parse(request.url)
    if (url === null) return undefined
    return base === undefined ? normalized(url.href) : normalized(base + url.pathname)
  }
  // Express removes the path that a router is mounted at from `url`.
  const target = request.originalUrl ?? request.url
  if (target === undefined) return undefined
  const path = target.startsWith('/') ? target : (URL.parse(target)?.pathname ?? '/')
  if (base !== undefined) return normalized(base + path)
  const host = hostOf(request.rawHeaders)
  const isEncrypted = request.socket !== undefined && 'encrypted' in request.socket
  return host === undefined
    ? undefined
    : normalized(`${isEncrypted ? 'https' : 'http'}://${host}${path}`)
}

/**
 * One spelling for each address (RFC 3986 §6.2.2, §6.2.3), without query and fragment. Undefined if
 * it is none.
 */
export function normalized(address: string): string | undefined {
  const url = URL.parse(address)
  if (url === null) return undefined
  url.hash = ''
  url.search = ''
  return url.href.replace(/%[0-9a-f]{2}/gi, (sequence) => {
    const character = String.fromCharCode(Number.parseInt(sequence.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : sequence.toUpperCase()
  })
}

function hostOf(rawHeaders: readonly string[]): string | undefined {
  const place = rawHeaders.findIndex((name, i) => i % 2 === 0 && /^(host|:authority)$/i.test(name))
  return place < 0 ? undefined : rawHeaders[place + 1]
}
