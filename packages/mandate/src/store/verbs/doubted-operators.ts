/**
 * Whoever has the password of an operator must not become one by adding a factor of their own. So the unit
 * that adds a way to sign in also says that the role waits for an owner, unless two factors were proved
 * before, or another operator added it.
 */

import type { Act } from '../../facts/actor.ts'
import { type Step, step } from '../engine.ts'
import { doubtOperator } from '../queries/operators.ts'
import { record } from './facts.ts'

/** The steps for a unit that adds a way to sign in to the account; none if it was surely its owner. */
export function doubtUnlessProven(accountId: string, act: Act): readonly Step[] {
  const { by, at } = act
  const isSure = by.kind === 'operator' || (by.kind === 'account' && by.hasTwoFactors === true)
  if (isSure) return []
  const about = { table: 'confirmed_operators', id: accountId } as const
  return [
    ...record({ kind: 'operator.unconfirmed', accountId }, { by, at }, { about }),
    step(doubtOperator, { account_id: accountId, at }),
  ]
}
