import { bytes, id, nullable, table, time } from './table.ts'

/**
 * Requests of the admin API that were sent with an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).
 * The id is a hash of the key and of whoever sent it; the key itself is not stored, and the answer is
 * encrypted under it.
 */
export const repeatableRequests = table('repeatable_requests', {
  id,
  /** SHA-256 of the method, the path and the body, hexadecimal. */
  requestHash: id,
  /** Null while the request runs. */
  answer: nullable(bytes),
  expiresAt: time,
})
