import type { GrantId } from '../../grants/grant.ts'
import { count, document, id, nullable, table, text, textOf, time } from './table.ts'

/** What a device asks for, checked (RFC 8628 §3.1). */
export interface AskedByDevice {
  readonly scope: readonly string[]
  /** APIs by their registered URIs; none means every API (RFC 8707 §2). */
  readonly resource: readonly string[]
  /** Authorization details in canonical form (RFC 9396 §2); absent for none. */
  readonly details?: string
  /** For the ID token, exactly as sent; only with `openid`. */
  readonly nonce?: string
  /** The thumbprint of the DPoP key that the device code is bound to. */
  readonly dpopJkt?: string
}

/** A device authorization request (RFC 8628 §3.1), with hashes of its two codes. */
export const deviceRequests = table('device_requests', {
  /** SHA-256 of the device code, hexadecimal. */
  id,
  /** A keyed hash of the user code, because a plain one could be reversed by trying all codes. */
  userCode: id,
  clientId: id,
  asked: document<AskedByDevice>(),
  /** The program that asked, such as "Chrome (Android)"; empty if unknown. */
  agent: text,
  /** The network address that it asked from. */
  network: text,
  createdAt: time,
  /** When both codes end. */
  expiresAt: time,
  /** Seconds between two polls (RFC 8628 §3.5); grows with each `slow_down`. */
  intervalSeconds: count,
  /** Polls that have been added up since `pacedSince`. */
  polls: count,
  pacedSince: time,
  /** When the person allowed or denied it. */
  decidedAt: nullable(time),
  /** The grant that came of it; null while it is pending, and if it was denied. */
  grantId: nullable(textOf<GrantId>()),
})
