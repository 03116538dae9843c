/** Events from outside: time, clocks, crashes, the user, a backup and its restore. */

import { store } from './node.ts'
import type { Rules } from './rules.ts'
import { NODES } from './senders.ts'
import { type Bound, nameOf, type State } from './world.ts'
import type { WorldStep } from './world-step.ts'

export function happenings(state: State, bound: Bound, rules: Rules): readonly WorldStep[] {
  const steps: WorldStep[] = []
  const may = (does: string, to: State) => steps.push({ does, to, breaks: [] })

  if (state.time < bound.ticks) may('twelve hours pass', { ...state, time: state.time + 1 })
  if (bound.clockSetBack && !state.isSetBack) {
    may('the clock of node B is set back by twelve hours', { ...state, isSetBack: true })
  }
  for (const node of NODES) {
    const requests = state.requests.filter((request) => request.node !== node)
    if (requests.length < state.requests.length) may(`node ${node} crashes`, { ...state, requests })
  }
  // If everything stored is durable, this equals a crash of both nodes.
  if (state.durable !== state.stored) {
    may('the power fails', { ...state, requests: [], stored: state.durable })
  }
  if (bound.revocation) steps.push(...revocation(state, rules))
  if (bound.restore) steps.push(...restore(state))
  return steps
}

/** By the user or the operator: the row is written, then answered. */
function revocation(state: State, rules: Rules): readonly WorldStep[] {
  const write = (does: string, after: 'written' | 'answered'): WorldStep => {
    const { row, history } = state.stored
    const revokedAt = row.revokedAt ?? row.createdAt
    const revoked = { ...row, revokedAt, revokedBecause: 'revoked_by_user' as const }
    const written = store(state, { row: revoked, history: { ...history, ended: true } }, rules)
    return { does, to: { ...written, revocation: after, isExcused: true }, breaks: [] }
  }
  const answer = (revocation: State['revocation']): WorldStep => ({
    does: 'the user is told that the grant has ended',
    to: { ...state, revocation },
    breaks: [],
  })
  switch (state.revocation) {
    case 'none':
      return rules.revocationAnswers === 'before the write'
        ? [answer('answered, not written')]
        : [write('the user ends the grant', 'written')]
    case 'written':
      return [answer('answered')]
    case 'answered, not written':
      return [write('the grant is ended', 'answered')]
    case 'answered':
      return []
  }
}

/** Once. Only clients know what was answered after the backup, or that the grant ended. */
function restore(state: State): readonly WorldStep[] {
  const { backup, stored } = state
  if (state.restored !== 'no') return []
  if (backup === null) {
    const does = `a backup is made: ${nameOf(stored.row.generation)} is live`
    return [{ does, to: { ...state, backup: stored }, breaks: [] }]
  }
  const back: State = {
    ...{ ...state, stored: backup, durable: backup, backup: null, requests: [] },
    newestAnswered: Math.min(state.newestAnswered, backup.row.generation),
    revocation: backup.history.ended ? state.revocation : 'none',
  }
  return (['strictly', 'accepting newer'] as const).map((restored) => {
    return { does: `the backup is restored, ${restored}`, to: { ...back, restored }, breaks: [] }
  })
}
