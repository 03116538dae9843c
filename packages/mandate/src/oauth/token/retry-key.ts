/**
 * The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): the client's random id
 * for one request, quoted as a structured-field string (RFC 8941 §3.3.3) or bare.
 */

import { Refusal } from '../../explanations/refusal.ts'

/** The key, or null if none was sent. Throws `Refusal` if it is malformed. */
export function readRetryKey(values: readonly string[]): string | null {
  const [value, ...others] = values
  if (value === undefined) return null
  const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/.exec(value)?.[1]
  const key = quoted === undefined ? value : quoted.replace(/\\(["\\])/g, '$1')
  const isUsable = quoted !== undefined || /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(key)
  if (others.length > 0 || !isUsable || key.length < 1 || key.length > 255) {
    throw new Refusal('malformed_retry_key')
  }
  return key
}
