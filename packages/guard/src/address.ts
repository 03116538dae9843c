/** Addresses from settings or metadata. */

/**
 * An address that the API's secret may be sent to: https, or http on loopback (RFC 7662 §4). Throws
 * a `TypeError` that does not repeat user information.
 */
export function serverUrl(name: string, text: string): URL {
  const url = parseUrl(name, text)
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new TypeError(`${name} must have no user information and no fragment`)
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) {
    return url
  }
  throw new TypeError(`${name} is ${url.origin}…: use https (http serves loopback addresses only)`)
}

/** Throws a `TypeError` if the text is not an absolute URL. */
export function parseUrl(name: string, text: string): URL {
  if (typeof text === 'string' && URL.canParse(text)) return new URL(text)
  throw new TypeError(`${name} must be an absolute URL`)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}
