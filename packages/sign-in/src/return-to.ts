/** Checks redirect targets from a query, which anyone can write. */

/**
 * Returns the text if it is a path on this platform, otherwise `otherwise`. For the login page,
 * which gets the path back to the login route as a parameter; without this check it would be an
 * open redirect.
 */
export function localPath(text: unknown, otherwise: string): string {
  if (typeof text !== 'string' || !text.startsWith('/')) return otherwise
  // Browsers read a backslash as a slash and drop tabs and line breaks, so ask a URL parser.
  const here = 'http://here.invalid'
  if (!URL.canParse(text, here)) return otherwise
  const { origin, pathname, search, hash } = new URL(text, here)
  return origin === here ? withOneSlash(pathname) + search + hash : otherwise
}

/** `//host` would be a URL on another host. */
export function withOneSlash(path: string): string {
  return path.replace(/^[/\\]*/, '/')
}

/** Returns `returnTo` if it is a URL of the issuer, otherwise `otherwise`. */
export function returnAfterSignOut(issuer: URL, returnTo: unknown, otherwise: string): string {
  if (typeof returnTo !== 'string' || !URL.canParse(returnTo)) return otherwise
  const url = new URL(returnTo)
  return url.origin === issuer.origin ? url.href : otherwise
}
