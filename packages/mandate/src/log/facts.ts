/** A fact as a log line. Only ids, so no secrets and no addresses. */

import type { RecordedFact } from '../facts/fact.ts'

export function factLine(fact: RecordedFact) {
  const { kind, by, because, grantId, clientId, accountId, resourceId } = fact
  return {
    fact: kind,
    by: 'id' in by ? `${by.kind} ${by.id}` : by.kind,
    ...(because !== undefined && { because }),
    ...(grantId !== undefined && { grant_id: grantId }),
    ...(clientId !== undefined && { client_id: clientId }),
    ...(accountId !== undefined && { account_id: accountId }),
    ...(resourceId !== undefined && { resource_id: resourceId }),
  }
}
