/** The model: everything that can happen to one grant within a bound, and the laws that must hold. */

import { type Exploration, explore, type System } from './checker.ts'
import { decide, isAdmitted } from './decide.ts'
import { allLaws, type Law } from './laws.ts'
import { workOf } from './node.ts'
import { happenings } from './outside.ts'
import { type Rules, trueRules } from './rules.ts'
import { arrivals, NODES, sendings } from './senders.ts'
import { keyOf } from './state-key.ts'
import { type Bound, clockOf, type State, sharingAt, startOfLife } from './world.ts'
import type { WorldStep } from './world-step.ts'

/** Explores the whole bound, or until one of the watched laws is broken. */
export function check(
  bound: Bound,
  rules: Rules = trueRules,
  watched: readonly Law[] = allLaws,
): Exploration<Law> {
  return explore(systemOf(bound, rules), watched)
}

function systemOf(bound: Bound, rules: Rules): System<State, Law> {
  return {
    start: startOfLife(bound.client.processes),
    key: keyOf,
    steps(state) {
      const work = state.requests.flatMap((request) => {
        return workOf(state, request, { rules, bound }) ?? []
      })
      const all: readonly WorldStep[] = [
        ...work,
        ...arrivals(state),
        ...sendings(state, { rules, bound }),
        ...happenings(state, bound, rules),
      ]
      return all
    },
    broken: (state) => brokenIn(state, bound, rules),
  }
}

function brokenIn(state: State, bound: Bound, rules: Rules): readonly Law[] {
  const { row, history } = state.stored
  const broken: Law[] = []
  const isHonoured = isAdmitted(rules, row)
  if (history.ended && isHonoured) broken.push('I5')
  if (state.revocation.startsWith('answered') && isHonoured) broken.push('ended')
  const isBeingWritten = state.requests.some(({ stage }) => stage.is === 'decided')
  if (row.generation < state.newestAnswered && !isBeingWritten) broken.push('I3')
  const times = new Set(NODES.map((node) => clockOf(state, node)))
  if ([...times].some((now) => hasAnotherLive(state, bound, { rules, now }))) broken.push('I1')
  return broken
}

/**
 * Whether a presented generation could be redeemed against the row's. After a restore that accepts
 * newer ones, those may be; older ones never.
 */
function hasAnotherLive(
  { stored: { row }, newestSent, restored }: State,
  bound: Bound,
  { rules, now }: { readonly rules: Rules; readonly now: number },
): boolean {
  const acceptNewer = restored === 'accepting newer'
  const { retrySeconds, isBound } = bound.client
  const sharing = sharingAt('A', bound, rules)
  const asked = { from: 'the client', key: null, now, acceptNewer, sharing, isBound } as const
  for (let presented = 0; presented <= newestSent; presented++) {
    if (presented === row.generation || (acceptNewer && presented > row.generation)) continue
    const decision = decide(rules, row, { ...asked, presented, retrySeconds })
    if (decision === 'closed' || decision.act !== 'advance') continue
    if (rules.applyAdvance(row, decision.step) !== undefined) return true
  }
  return false
}
