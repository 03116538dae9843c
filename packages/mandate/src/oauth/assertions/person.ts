/** The account of an assertion's subject. */

import { Refusal } from '../../explanations/refusal.ts'
import { isIdentity } from '../../people/account-properties.ts'
import { accountOf } from '../../people/arrival.ts'
import { StorageUnavailable } from '../../store/port.ts'
import type { Account, TrustedIssuer } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import { shown } from './assertion.ts'
import type { Assertion } from './read.ts'

/**
 * Found by issuer and subject, as at a sign-in, and by nothing else: an e-mail address in an assertion
 * may be somebody else's here. A new person gets an account only if the operator lets this issuer
 * bring people, and one without an address. Rejects with `Refusal`, or `StorageUnavailable`.
 */
export async function personOf(
  context: ProtocolContext,
  trusted: TrustedIssuer,
  { subject, name }: Pick<Assertion, 'subject' | 'name'>,
): Promise<Pick<Account, 'id'>> {
  const { provider, issuer, provisions } = trusted
  const known = isIdentity({ provider, subject })
    ? await context.store.accounts.findByIdentity(provider, subject)
    : undefined
  if (known !== undefined) return known
  if (!provisions || !isIdentity({ provider, subject })) {
    const details = { issuer, provider, subject: shown(subject) }
    throw new Refusal('assertion_subject_unknown', details)
  }
  const told = { email: null, emailVerified: false, name, profile: {} }
  const rules = { accept: 'everybody', asksToLink: false } as const
  const made = await accountOf(context, { provider, subject, ...told }, { rules, by: 'themselves' })
  if (made.is === 'known') return made.account
  // Somebody else makes or changes the account at this moment.
  throw new StorageUnavailable('the account is being made by another request')
}
