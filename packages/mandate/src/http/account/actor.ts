/** The owner of an account as the actor of what they do on these pages. */

import type { Actor } from '../../facts/actor.ts'
import type { Account } from '../../store/records.ts'
import type { Exchange } from '../context.ts'
import { originOf } from '../origin-of.ts'

export function accountActor(
  { request }: Pick<Exchange, 'request'>,
  { id }: Pick<Account, 'id'>,
): Extract<Actor, { readonly kind: 'account' }> {
  return { kind: 'account', id, from: originOf(request) }
}
