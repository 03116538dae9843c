/**
 * The rules under exploration: the pure functions of `grants/` unchanged, and what
 * `oauth/token/redeem.ts`, the store and revocation do around them. A flaw replaces one.
 */

import { sharingOf } from '../../src/clients/sharing.ts'
import { hashRetryKey } from '../../src/grants/derivation.ts'
import { admitGrant } from '../../src/grants/gate.ts'
import type { Grant } from '../../src/grants/grant.ts'
import { applyAdvance, decideRedemption } from '../../src/grants/redemption.ts'

export interface Rules {
  readonly admitGrant: typeof admitGrant
  readonly decideRedemption: typeof decideRedemption
  readonly applyAdvance: typeof applyAdvance
  readonly hashRetryKey: typeof hashRetryKey
  readonly sharingOf: typeof sharingOf
  /** Whether the grant must belong to the authenticated client. */
  readonly checksOwner: boolean
  /** Whether the key of a bound token must be proven. */
  readonly checksKey: boolean
  /** What a node does after losing a compare-and-set. */
  readonly loser: 'looks again' | 'answers' | 'ends the grant'
  readonly answers: 'after the write' | 'before the write'
  readonly isDurable: 'before the answer' | 'later'
  readonly revocationAnswers: 'after the write' | 'before the write'
  /** The row after a request that got what is live already. */
  readonly afterRepeat: (row: Grant, now: number) => Grant
}

const hashes = new Map<string, string>()

export const trueRules: Rules = {
  admitGrant,
  decideRedemption,
  applyAdvance,
  /** The world has one seed, so each key is hashed once. */
  hashRetryKey(seed, key) {
    const hash = hashes.get(key) ?? hashRetryKey(seed, key)
    hashes.set(key, hash)
    return hash
  },
  sharingOf,
  checksOwner: true,
  checksKey: true,
  loser: 'looks again',
  answers: 'after the write',
  isDurable: 'before the answer',
  revocationAnswers: 'after the write',
  afterRepeat: (row) => row,
}
