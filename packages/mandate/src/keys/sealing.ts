/** The keys that seal what pages keep in the browser (`http/seal.ts`). */

import { hkdfSync } from 'node:crypto'

export interface SealingKeys {
  /** Seals. */
  readonly current: Uint8Array
  /** Those that open: pages that a browser still shows were sealed with an older one. */
  readonly all: readonly Uint8Array[]
}

/** Derived for this purpose alone, so that a seal is never part of a token. */
export function sealingKeyFrom(secret: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'mandate: seals in the browser', 32))
}
