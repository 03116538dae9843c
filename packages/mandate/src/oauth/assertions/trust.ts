/** Whether the operator trusts the issuer of an assertion, for this purpose, tenant and client. */

import { Refusal } from '../../explanations/refusal.ts'
import type { ReadStore } from '../../store/read-only.ts'
import type { TrustedIssuer } from '../../store/records.ts'
import { type SentAssertion, shown } from './assertion.ts'

/**
 * The row that trusts it. The issuer is compared as it is written (RFC 8725 §3.8): with another case
 * or a slash more it is another one. Rejects with `Refusal`, or `StorageUnavailable`.
 */
export async function trustIn(
  { trustedIssuers }: Pick<ReadStore, 'trustedIssuers'>,
  { issuer, purpose, tenant }: Pick<SentAssertion, 'issuer' | 'purpose' | 'tenant'>,
  clientId: string,
): Promise<TrustedIssuer> {
  const refusal = (problem: 'unknown' | 'other_purpose' | 'tenant' | 'turned_off' | 'client') =>
    new Refusal('issuer_not_trusted', { issuer: shown(issuer), problem })
  const rows = await trustedIssuers.listByIssuer(issuer)
  if (rows.length === 0) throw refusal('unknown')
  const forPurpose = rows.filter((row) => row.purpose === purpose)
  if (forPurpose.length === 0) throw refusal('other_purpose')
  // A tenant that the operator did not name could have a person with the same subject.
  const row = forPurpose.find((one) => one.tenant === tenant)
  if (row === undefined) throw refusal('tenant')
  if (row.disabledAt !== null) throw refusal('turned_off')
  if (!Object.hasOwn(row.clients, clientId)) throw refusal('client')
  return row
}
