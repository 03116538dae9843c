import type { Grant } from '../../grants/grant.ts'
import type { ParsedToken } from '../../grants/token.ts'

/** For a refusal: the live generation, its times, and how the grant ended, if it did. */
export function describeState(token: ParsedToken, grant: Grant) {
  const { id, generation, redeemedAt, expiresAt, revokedAt, revokedBecause } = grant
  return {
    grant: id,
    presented: token.generation,
    live: generation,
    live_since: redeemedAt ?? grant.createdAt,
    live_until: expiresAt,
    ...(revokedAt !== null && { revoked_at: revokedAt }),
    ...(revokedBecause !== null && { revoked_because: revokedBecause }),
  }
}
