/**
 * A fact as a log line, in the words of audit events (`audit/event.ts`). Only ids, so no secrets and no
 * addresses; the event with this id has the details.
 */

import { outcomeOf, partyNames } from '../audit/event.ts'
import { namedActor } from '../facts/actor.ts'
import type { RecordedFact } from '../facts/fact.ts'

export function factLine(fact: RecordedFact) {
  const { id, kind, by, because } = fact
  const parties = Object.entries(partyNames).flatMap(([name, shown]) => {
    const party = fact[name as keyof typeof partyNames]
    return party === undefined ? [] : [[shown, party] as const]
  })
  return {
    ...{ fact: kind, outcome: outcomeOf(kind), by: namedActor(by), event_id: id },
    ...('via' in by && { via: by.via }),
    ...(because !== undefined && { because }),
    ...Object.fromEntries(parties),
  }
}
