/**
 * The admin API as an API of this server (RFC 8707): it is built in, so it has no row, and nobody can
 * register another one with its URI. It accepts only tokens that name it and nothing else.
 */

import { resourceKey } from '../grants/resource-uri.ts'
import type { Resource } from '../store/records.ts'

export const ADMIN_PATH = '/admin/v1'

/** The audience of its tokens. */
export function adminApiUri({ issuer }: { readonly issuer: string }): string {
  return `${issuer}${ADMIN_PATH}`
}

/** The admin API, if this is the key of its URI (`grants/resource-uri.ts`). */
export function adminApiAt(
  key: string,
  settings: { readonly issuer: string },
): Resource | undefined {
  // Every other API is told apart by its last characters.
  if (!key.endsWith(ADMIN_PATH)) return undefined
  const uri = adminApiUri(settings)
  if (resourceKey(uri) !== key) return undefined
  return {
    id: 'admin-api',
    name: 'Mandate admin API',
    uri,
    uriKey: key,
    restricted: true,
    needsUsernameSince: null,
    jwtAlgorithm: null,
    // It has none, and nobody can look it up by its id.
    authentication: { method: 'secret', secretHash: '', previous: null },
    createdAt: 0,
    revision: 'built-in',
  }
}
