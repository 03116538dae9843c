/** A fact as a log line. Only ids, so no secrets and no addresses. */

import { namedActor } from '../facts/actor.ts'
import type { RecordedFact } from '../facts/fact.ts'

export function factLine(fact: RecordedFact) {
  const { kind, by, because, grantId, clientId, accountId, resourceId } = fact
  return {
    fact: kind,
    by: namedActor(by),
    ...('network' in by && { from: by.network }),
    ...(because !== undefined && { because }),
    ...(grantId !== undefined && { grant_id: grantId }),
    ...(clientId !== undefined && { client_id: clientId }),
    ...(accountId !== undefined && { account_id: accountId }),
    ...(resourceId !== undefined && { resource_id: resourceId }),
  }
}
