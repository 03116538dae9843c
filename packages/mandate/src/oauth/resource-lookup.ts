/** Looks up the APIs that a request names (RFC 8707 §2), in any spelling. */

import { describeUris } from '../explanations/redaction.ts'
import { Refusal } from '../explanations/refusal.ts'
import { MOST_RESOURCES, resourceKey } from '../grants/resource-uri.ts'
import type { Store } from '../store/port.ts'
import type { Resource } from '../store/records.ts'

type Resources = Pick<Store['resources'], 'findByUriKey'>

/** The API registered under this URI, in any spelling. Rejects with `StorageUnavailable`. */
export async function findResource(
  resources: Resources,
  uri: string,
): Promise<Resource | undefined> {
  const key = resourceKey(uri)
  return key === undefined ? undefined : resources.findByUriKey(key)
}

/**
 * The named APIs without duplicates. Rejects with `Refusal` if one is unknown or there are too
 * many, or with `StorageUnavailable`.
 */
export async function registeredResources(
  resources: Resources,
  uris: readonly string[],
): Promise<readonly Resource[]> {
  const wanted = [...new Set(uris)]
  refuseTooMany(wanted)
  const found = await Promise.all(wanted.map((uri) => findResource(resources, uri)))
  const unknown = wanted.filter((_, place) => found[place] === undefined)
  if (unknown.length > 0) throw new Refusal('unknown_resource', describeUris(unknown))
  return [...new Map(found.flatMap((one) => (one ? [[one.uri, one]] : []))).values()]
}

/** Limits the number, because each may be compared with every registered one. Throws `Refusal`. */
export function refuseTooMany(uris: readonly string[]): void {
  if (uris.length > MOST_RESOURCES) throw new Refusal('unknown_resource', { count: uris.length })
}
