import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import type { Step } from '../engine.ts'
import { record } from './facts.ts'

export type OfEndpoint = NewFact & { readonly endpointId: string }

/** Records the fact, if the endpoint exists; with a revision, only if this unit wrote it. */
export function recordOf(fact: OfEndpoint, act: Act, revision?: string): readonly Step[] {
  const about =
    revision === undefined
      ? ({ table: 'endpoints', id: fact.endpointId } as const)
      : ({ table: 'endpoint_revisions', id: `${revision} ${fact.endpointId}` } as const)
  return record(fact, act, { about })
}
