/** Looks up the APIs that a request names (RFC 8707 §2), in any spelling. */

import { describeUris } from '../explanations/redaction.ts'
import { Refusal } from '../explanations/refusal.ts'
import { MOST_RESOURCES, resourceKey } from '../grants/resource-uri.ts'
import type { Store } from '../store/port.ts'
import type { Resource } from '../store/records.ts'
import { adminApiAt } from './admin-api.ts'

/** Where APIs are looked up. */
export interface ApisContext {
  readonly store: { readonly resources: Pick<Store['resources'], 'findByUriKey'> }
  readonly settings: { readonly issuer: string }
}

/**
 * The API under this URI, in any spelling: a registered one, or the admin API of this server. Rejects
 * with `StorageUnavailable`.
 */
export async function findResource(
  { store, settings }: ApisContext,
  uri: string,
): Promise<Resource | undefined> {
  const key = resourceKey(uri)
  if (key === undefined) return undefined
  return adminApiAt(key, settings) ?? store.resources.findByUriKey(key)
}

/**
 * The named APIs without duplicates. Rejects with `Refusal` if one is unknown or there are too
 * many, or with `StorageUnavailable`.
 */
export async function registeredResources(
  context: ApisContext,
  uris: readonly string[],
): Promise<readonly Resource[]> {
  const wanted = [...new Set(uris)]
  refuseTooMany(wanted)
  const found = await Promise.all(wanted.map((uri) => findResource(context, uri)))
  const unknown = wanted.filter((_, place) => found[place] === undefined)
  if (unknown.length > 0) throw new Refusal('unknown_resource', describeUris(unknown))
  return [...new Map(found.flatMap((one) => (one ? [[one.uri, one]] : []))).values()]
}

/** Limits the number, because each may be compared with every registered one. Throws `Refusal`. */
export function refuseTooMany(uris: readonly string[]): void {
  if (uris.length > MOST_RESOURCES) throw new Refusal('unknown_resource', { count: uris.length })
}
