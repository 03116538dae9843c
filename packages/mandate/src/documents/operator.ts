/** An operator as commands and the admin API show one, with names of RFC 7662 §2.2 where it has any. */

import type { Account, OperatorRow } from '../store/records.ts'

/** `account` is that of the operator; undefined if it has just been deleted. */
export function operatorDocument(
  { accountId, role, createdAt, unconfirmedSince }: OperatorRow,
  account?: Account,
) {
  return {
    sub: accountId,
    ...(account?.email != null && { username: account.email }),
    ...(account?.name != null && { name: account.name }),
    role,
    created_at: createdAt,
    ...(unconfirmedSince !== null && { unconfirmed_since: unconfirmedSince }),
    ...(account !== undefined && { disabled: account.disabledAt !== null }),
  }
}
