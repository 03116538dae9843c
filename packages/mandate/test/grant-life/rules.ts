/** The pure functions of `grants/`, gathered so that a test can put a flawed one in their place. */

import {
  deriveAccessToken,
  deriveRedeemable,
  hashRetryKey,
  isAuthentic,
} from '../../src/grants/derivation.ts'
import { admitGrant } from '../../src/grants/gate.ts'
import { applyAdvance, decideRedemption } from '../../src/grants/redemption.ts'

export interface Rules {
  readonly deriveRedeemable: typeof deriveRedeemable
  readonly deriveAccessToken: typeof deriveAccessToken
  readonly isAuthentic: typeof isAuthentic
  readonly hashRetryKey: typeof hashRetryKey
  readonly admitGrant: typeof admitGrant
  readonly decideRedemption: typeof decideRedemption
  readonly applyAdvance: typeof applyAdvance
}

export const trueRules: Rules = {
  deriveRedeemable,
  deriveAccessToken,
  isAuthentic,
  hashRetryKey,
  admitGrant,
  decideRedemption,
  applyAdvance,
}
