import { spellingIn } from '../grants/resource-uri.ts'
import type { Resource } from '../store/records.ts'

/**
 * Whether a consent page for these APIs covers the API: it is named, or none is, which means every
 * API that is not restricted to tokens that name it.
 */
export function reaches(
  { resource }: { readonly resource: readonly string[] },
  { uri, restricted }: Pick<Resource, 'uri' | 'restricted'>,
): boolean {
  return resource.length === 0 ? !restricted : spellingIn(resource, uri) !== undefined
}
