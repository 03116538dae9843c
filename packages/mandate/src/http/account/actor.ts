/** The owner of an account as the actor of what they do on these pages. */

import type { Actor } from '../../facts/actor.ts'
import { levelOf, type Methods } from '../../people/assurance.ts'
import type { Account } from '../../store/records.ts'
import type { Exchange } from '../context.ts'
import { originOf } from '../origin-of.ts'

/** `proven` is how they signed in, for an act that adds a way to sign in. */
export function accountActor(
  { request }: Pick<Exchange, 'request'>,
  { id }: Pick<Account, 'id'>,
  proven?: Methods,
): Extract<Actor, { readonly kind: 'account' }> {
  const hasTwoFactors = proven !== undefined && levelOf(proven) !== '1fa'
  return { kind: 'account', id, from: originOf(request), ...(hasTwoFactors && { hasTwoFactors }) }
}
