/**
 * The rules under exploration: the pure functions of `grants/` as they are, and what
 * `oauth/token/redeem.ts`, the store and the revocation do around them. A flaw replaces one.
 */

import type { Grant } from '../../src/grants/grant.ts'
import { type Rules as GrantRules, trueRules as grantRules } from '../grant-life/rules.ts'

export interface Rules
  extends Pick<GrantRules, 'admitGrant' | 'decideRedemption' | 'applyAdvance' | 'hashRetryKey'> {
  /** Whether the grant has to belong to the client that authenticated. */
  readonly checksOwner: boolean
  /** What a node does that lost a compare-and-set. */
  readonly loser: 'looks again' | 'answers' | 'ends the grant'
  readonly answers: 'after the write' | 'before the write'
  readonly isDurable: 'before the answer' | 'later'
  readonly revocationAnswers: 'after the write' | 'before the write'
  /** The row after a repeated request. */
  readonly afterRepeat: (row: Grant, now: number) => Grant
}

const hashes = new Map<string, string>()

export const trueRules: Rules = {
  admitGrant: grantRules.admitGrant,
  decideRedemption: grantRules.decideRedemption,
  applyAdvance: grantRules.applyAdvance,
  /** There is one seed in the world, so each key is hashed once. */
  hashRetryKey(seed, key) {
    const hash = hashes.get(key) ?? grantRules.hashRetryKey(seed, key)
    hashes.set(key, hash)
    return hash
  },
  checksOwner: true,
  loser: 'looks again',
  answers: 'after the write',
  isDurable: 'before the answer',
  revocationAnswers: 'after the write',
  afterRepeat: (row) => row,
}
