import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import type { Step } from '../engine.ts'
import { record } from './facts.ts'

export type OfEndpoint = NewFact & { readonly endpointId: string }

/** Records the fact, if the endpoint exists. */
export function recordOf(fact: OfEndpoint, act: Act): readonly Step[] {
  return record(fact, act, { about: { table: 'endpoints', id: fact.endpointId } })
}
