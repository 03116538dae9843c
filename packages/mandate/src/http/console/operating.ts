/** The role of who is signed in, as it is now. */

import { operatorOfAccount } from '../../operations/acting-operator.ts'
import type { SignedIn } from '../../people/session.ts'
import type { Exchange, HttpContext } from '../context.ts'
import type { Operating } from './visit.ts'

/**
 * Undefined for an account without a role, `unconfirmed` for one whose role waits for an owner. Rejects
 * with `StorageUnavailable`.
 */
export async function findOperating(
  context: HttpContext,
  { request }: Exchange,
  signedIn: SignedIn,
): Promise<Operating | 'unconfirmed' | undefined> {
  const accountId = signedIn.account.id
  const row = await context.store.operators.findActive(accountId)
  if (row === undefined) return undefined
  const from = { network: request.ip }
  const actor = await operatorOfAccount(context, { accountId, via: 'console', from })
  return typeof actor === 'object' ? { signedIn, role: row.role, actor } : actor
}
