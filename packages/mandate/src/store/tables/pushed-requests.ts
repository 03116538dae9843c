import type { GrantId } from '../../grants/grant.ts'
import { id, nullable, table, text, textOf, time } from './table.ts'

/** An authorization request that its client has pushed (RFC 9126). */
export const pushedRequests = table('pushed_requests', {
  /** SHA-256 of its reference, hexadecimal. */
  id,
  clientId: id,
  /** The parameters as a form, without proofs of the client's identity; empty once it is used up. */
  request: text,
  /** When its `request_uri` can no longer be opened. */
  expiresAt: time,
  /** When its authorization completed. */
  usedAt: nullable(time),
  /** The grant that it completed with. */
  usedBy: nullable(textOf<GrantId>()),
})
