/**
 * Marks of events and MACs of seals. Both use a key derived from a token key, for this purpose alone
 * (HKDF, RFC 5869), so the database alone cannot forge them. When a token key is retired, nobody can
 * check what was made with it any more; later seals vouch for earlier ones, because they contain their
 * hashes.
 */

import { hkdfSync, timingSafeEqual } from 'node:crypto'
import type { KeyRing } from '../grants/derivation.ts'
import type { KeyId } from '../grants/grant.ts'
import { type HmacKey, hmac, hmacKey } from '../grants/hmac.ts'

/** Bytes of a mark: 128 bits. */
const MARK_BYTES = 16

export type Verdict = 'genuine' | 'forged' | 'unknown_key'

export interface AuditKeys {
  /** The mark for a text: `KEY.MAC`. */
  mark(text: string): string
  checkMark(mark: string, text: string): Verdict
  sign(hash: string): { readonly keyId: string; readonly mac: string }
  checkMac(seal: { readonly keyId: string; readonly mac: string; readonly hash: string }): Verdict
  /** Uses these keys from now on. */
  use(ring: KeyRing): void
}

/** `ring` may change what it answers, as that of a running server does. */
export function createAuditKeys(first: KeyRing): AuditKeys {
  let ring = first
  let last = first.current
  const derived = new Map<string, HmacKey>()

  function keyOf(id: string): HmacKey | undefined {
    const secret = ring.secrets.get(id as KeyId)
    if (secret === undefined) return undefined
    let key = derived.get(id)
    if (key === undefined) {
      key = hmacKey(new Uint8Array(hkdfSync('sha256', secret, '', 'mandate: audit 1', 32)))
      derived.set(id, key)
    }
    return key
  }

  /** A server that does not know which key is in use goes on with the one before: nothing depends on it. */
  function current(): { readonly id: string; readonly key: HmacKey } {
    try {
      last = ring.current
    } catch {
      // Suspended.
    }
    const key = keyOf(last)
    if (key === undefined) throw new Error('the current key is not among the keys')
    return { id: last, key }
  }

  function check(id: string, given: string, genuine: (key: HmacKey) => Buffer): Verdict {
    const key = keyOf(id)
    if (key === undefined) return 'unknown_key'
    const found = Buffer.from(given, 'base64url')
    const right = genuine(key)
    return found.length === right.length && timingSafeEqual(found, right) ? 'genuine' : 'forged'
  }

  const markBytes = (key: HmacKey, text: string) =>
    hmac(key, [MARK, Buffer.from(text)]).subarray(0, MARK_BYTES)
  const macBytes = (key: HmacKey, hash: string) => hmac(key, [SEAL, Buffer.from(hash)])

  return {
    mark(text) {
      const { id, key } = current()
      return `${id}.${markBytes(key, text).toString('base64url')}`
    },
    checkMark(mark, text) {
      const [id = '', mac = ''] = mark.split('.')
      return check(id, mac, (key) => markBytes(key, text))
    },
    sign(hash) {
      const { id, key } = current()
      return { keyId: id, mac: macBytes(key, hash).toString('base64url') }
    },
    checkMac: ({ keyId, mac, hash }) => check(keyId, mac, (key) => macBytes(key, hash)),
    use(next) {
      ring = next
    },
  }
}

const MARK = Buffer.from('mark ')
const SEAL = Buffer.from('seal ')
