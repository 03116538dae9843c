/**
 * The first operator of a new server: whoever opens the link that `mandate serve` or `mandate
 * setup-link` prints, and so can read what the server's machine prints. As soon as there is an
 * operator, no such link can be used.
 */

import type { Origin } from '../facts/actor.ts'
import type { Store } from '../store/port.ts'
import type { Account, MailedLink } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { findAccount, newAccountId } from './account.ts'
import { isName, tidyName } from './account-properties.ts'
import { emailKey, isEmail, tidyEmail } from './email.ts'
import { linkState } from './mailed-links.ts'
import { hashNewPassword, type NewPasswordContext, type PasswordRefused } from './new-password.ts'

export interface FirstOperatorContext {
  readonly store: Pick<Store, 'accounts' | 'mailedLinks' | 'operators'>
  readonly clock: Clock
  readonly random: Random
}

export type FirstOperatorOutcome =
  | { readonly is: 'created'; readonly account: Account }
  /** It was used or ended in the meantime, or somebody else is the first operator. */
  | { readonly is: 'link_over' }
  | { readonly is: 'email_invalid' | 'email_taken' | 'name_invalid' }
  | PasswordRefused

/** Whether the link can still be used. Rejects only with `StorageUnavailable`. */
export async function hasNoOperator({
  store,
}: {
  readonly store: { readonly operators: Pick<Store['operators'], 'list'> }
}): Promise<boolean> {
  const { rows } = await store.operators.list({ limit: 1 })
  return rows.length === 0
}

/** Uses the link, creates the account and makes it an owner. Rejects as above. */
export const becomeFirstOperator = writes(
  async (
    context: FirstOperatorContext & NewPasswordContext,
    wanted: {
      readonly link: MailedLink
      readonly email: string
      readonly name: string
      readonly password: string
      readonly from: Origin
    },
  ): Promise<FirstOperatorOutcome> => {
    const { store, clock, random } = context
    const { link, password, from } = wanted
    const at = clock.now()
    if (linkState(link, at) !== 'open' || !(await hasNoOperator(context))) {
      return { is: 'link_over' }
    }
    const email = tidyEmail(wanted.email)
    if (!isEmail(email)) return { is: 'email_invalid' }
    const name = tidyName(wanted.name)
    if (name !== null && !isName(name)) return { is: 'name_invalid' }
    if ((await findAccount(store.accounts, email)) !== undefined) return { is: 'email_taken' }
    const hashed = await hashNewPassword(context, password, { email, hasSecondFactor: false })
    if (hashed.is !== 'hashed') return hashed
    const id = newAccountId(at, random)
    const account: Account = {
      ...{ id, email, emailKey: emailKey(email), emailVerified: false, name },
      ...{ language: null, profile: null, deletion: null, terms: null },
      ...{ passwordHash: hashed.passwordHash, createdAt: at, disabledAt: null },
    }
    const act = { by: { kind: 'account', id, from }, at } as const
    const is = await store.mailedLinks.register({ link, at, account }, act)
    if (is !== 'created') return { is }
    await store.operators.insert({ accountId: id, role: 'owner', createdAt: at }, act)
    // Whoever used another link in the same moment is an owner too. One of them can be removed, since
    // the last owner never is, and that one was not the first.
    if ((await isOnly(context)) || !(await store.operators.delete(id, act))) return { is, account }
    await store.accounts.delete(id, act)
    return { is: 'link_over' }
  },
)

async function isOnly({ store }: Pick<FirstOperatorContext, 'store'>): Promise<boolean> {
  const { rows } = await store.operators.list({ limit: 2 })
  return rows.length === 1
}
