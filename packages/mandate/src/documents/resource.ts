import type { Resource } from '../store/records.ts'

/** An API, with the names of RFC 7591 §2 and RFC 8707 §2. `secret` only if just created. */
export function resourceDocument(resource: Resource, secret: string | null = null) {
  return {
    client_id: resource.id,
    client_id_issued_at: resource.createdAt,
    client_name: resource.name,
    resource: resource.uri,
    restricted: resource.restricted,
    needs_username: resource.needsUsernameSince !== null,
    ...(resource.needsUsernameSince !== null && {
      needs_username_since: resource.needsUsernameSince,
    }),
    ...(resource.jwtAlgorithm !== null && { access_token_signed_alg: resource.jwtAlgorithm }),
    ...(secret !== null && { client_secret: secret }),
  }
}
