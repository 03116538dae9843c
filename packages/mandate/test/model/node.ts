/**
 * A node that handles one token request, one step at a time, as `oauth/token/redeem.ts` does: read
 * the row, decide, compare and set, answer. `redeem.test.ts` in this folder compares the two.
 */

import { type Asked, decide } from './decide.ts'
import { judge, type Law, supersededAfter, type Verdict } from './laws.ts'
import type { Rules } from './rules.ts'
import {
  type Bound,
  clockOf,
  describeRow,
  isAwaited,
  isOlder,
  mayShare,
  nameOf,
  type Outcome,
  REFRESH_TOKEN_SECONDS,
  type Request,
  type Stage,
  type State,
  type Stored,
  sendTokens,
  sharingAt,
  tickOf,
  without,
} from './world.ts'
import type { WorldStep } from './world-step.ts'

/** As in `oauth/token/redeem.ts`. */
const MOST_LOOKS = 4

export interface Setting {
  readonly rules: Rules
  readonly bound: Bound
}

/** The node's next step for the request; how the answer travels is in `senders.ts`. */
export function workOf(state: State, request: Request, setting: Setting): WorldStep | undefined {
  const { stage } = request
  switch (stage.is) {
    case 'arrived':
      return read(state, request, setting)
    case 'read':
      return decided(state, request, { ...setting, saw: stage.saw })
    case 'decided':
      return written(state, request, { ...setting, stage })
    case 'answered':
      return undefined
  }
}

/** Time may pass between reading and deciding. If none is left to pass, the two are one step. */
export function read(state: State, request: Request, setting: Setting): WorldStep {
  const saw = state.stored
  const stage: Stage = { is: 'read', saw }
  const to = put(state, request, { stage })
  const does = `node ${request.node} reads the row: ${describeRow(state)}`
  const { ticks, clockSetBack } = setting.bound
  if (state.time < ticks || (clockSetBack && !state.isSetBack)) return { does, to, breaks: [] }
  const step = decided(state, request, { ...setting, saw })
  return { ...step, does: `${does}; ${step.does}` }
}

function put(state: State, request: Request, changed: Partial<Request>): State {
  const requests = state.requests.map((each) => (each === request ? { ...each, ...changed } : each))
  return { ...state, requests }
}

/** Stores what was written, and makes it durable as the rules say. */
export function store(state: State, stored: Stored, { isDurable }: Rules): State {
  return { ...state, stored, durable: isDurable === 'later' ? state.durable : stored }
}

function decided(
  before: State,
  request: Request,
  { rules, bound, saw }: Setting & { readonly saw: Stored },
): WorldStep {
  const { node, from, presented, key } = request
  const now = clockOf(before, node)
  const { retrySeconds, isBound } = bound.client
  const acceptNewer = before.restored === 'accepting newer'
  const sharing = sharingAt(node, bound, rules)
  const asked: Asked = { from, presented, key, now, retrySeconds, acceptNewer, sharing, isBound }
  const isForeign = from === 'another client' || (from === 'the thief' && isBound)
  const shares = mayShare(node, bound)
  const verdict = isForeign ? 'foreign' : judge(saw.history, { ...asked, shares })
  const isExcused = before.isExcused || excuses(before, { request, verdict, bound })
  const state = { ...before, isExcused }
  const decision = decide(rules, saw.row, asked)
  const says = (what: string) => `node ${node} decides: ${what}`

  if (decision === 'closed' || decision.act === 'refuse') {
    const because = decision === 'closed' ? 'not admitted' : decision.because.replaceAll('_', ' ')
    return finish(state, request, { does: says(`refuse, ${because}`), verdict, outcome: 'refused' })
  }
  if (decision.act === 'repeat' || decision.act === 'converge') {
    const what = decision.act === 'repeat' ? 'the same successor again' : 'the live one'
    const does = says(`${what}, ${nameOf(decision.generation)}`)
    const row = rules.afterRepeat(state.stored.row, now)
    const to = row === state.stored.row ? state : store(state, { ...state.stored, row }, rules)
    const outcome = { tokens: decision.generation }
    const live = saw.history.generation
    return finish(to, request, { does, verdict, outcome, live })
  }
  if (decision.act === 'advance' && rules.answers === 'before the write') {
    const tokens = decision.step.to
    const does = `${says(`move on to ${nameOf(tokens)}`)}, and answers`
    const stage: Stage = { is: 'decided', decision, verdict, now }
    return { does, to: put(sendTokens(state, tokens), request, { stage }), breaks: [] }
  }
  const stage: Stage = { is: 'decided', decision, verdict, now }
  const to = put(state, request, { stage })
  const what = decision.act === 'advance' ? `move on to ${nameOf(decision.step.to)}` : 'reuse'
  return { does: says(what), to, breaks: [] }
}

function written(
  state: State,
  request: Request,
  { rules, bound, stage }: Setting & { readonly stage: Stage & { readonly is: 'decided' } },
): WorldStep {
  const { row, history } = state.stored
  const { node, presented, key } = request
  const { decision, verdict, now } = stage
  const harm: readonly Law[] = verdict === 'foreign' ? ['bystander'] : []
  const end = () => {
    const revoked = { ...row, revokedAt: row.revokedAt ?? now, revokedBecause: 'reuse' as const }
    return store(state, { row: revoked, history: { ...history, ended: true } }, rules)
  }
  const finished = (to: State, does: string, outcome: Outcome) => {
    const step = finish(to, request, { does: `node ${node} ${does}`, verdict, outcome })
    return { ...step, breaks: [...harm, ...step.breaks] }
  }

  if (decision.act === 'revoke') return finished(end(), 'ends the grant', 'refused')
  const { to: tokens } = decision.step
  // An older version does not write the column that it does not know.
  const { recentRedemptions } = isOlder(node, bound) ? row : decision.step
  const moved = rules.applyAdvance(row, { ...decision.step, recentRedemptions })
  const breaks: readonly Law[] = [
    ...harm,
    ...(presented < history.generation ? (['I2'] as const) : []),
    ...(history.ended ? (['I5'] as const) : []),
  ]
  if (moved !== undefined) {
    const redeemed = { at: now, key }
    // Not before its predecessor’s, although a clock was set back.
    const goodUntil = Math.max(now, history.redeemed?.at ?? now) + REFRESH_TOKEN_SECONDS
    const used = { presented, now, shares: mayShare(node, bound) }
    const superseded = supersededAfter(history, used)
    const { ended } = history
    const next = { generation: presented + 1, goodUntil, redeemed, superseded, ended }
    const step = finished(
      store(state, { row: moved, history: next }, rules),
      `wins the compare-and-set: ${nameOf(presented)} is used, ${nameOf(tokens)} is live`,
      { tokens },
    )
    return { ...step, breaks: [...breaks, ...step.breaks] }
  }
  const lost = 'loses the compare-and-set'
  if (rules.loser === 'ends the grant') return finished(end(), `${lost}, ends the grant`, 'refused')
  if (rules.loser === 'answers') {
    const step = finished(state, `${lost}, and answers ${nameOf(tokens)}`, { tokens })
    return { ...step, breaks: [...breaks, ...step.breaks] }
  }
  if (request.look === MOST_LOOKS) return finished(state, `${lost} for the last time`, 'refused')
  const to = put(state, request, { stage: { is: 'arrived' }, look: request.look + 1 })
  return { does: `node ${node} ${lost}`, to, breaks: harm }
}

/** The node is done with the request: is the result the one that the request deserved? */
function finish(
  state: State,
  request: Request,
  work: {
    readonly does: string
    readonly verdict: Verdict
    readonly outcome: Outcome
    /** What was live when the node read the row, if it answers with that. */
    readonly live?: number
  },
): WorldStep {
  const { does, verdict, outcome, live } = work
  const { presented } = request
  const due = verdict === 'shared' ? live : presented + 1
  const breaks: Law[] = []
  if (outcome === 'refused') {
    if (verdict === 'stale' && state.stored.row.revokedAt === null) breaks.push('I5')
    if (verdict === 'repeat') breaks.push('I4')
    // Nobody waits for any other refusal, so it makes no difference whether it arrives.
    if (!isAwaited(state, request)) return { does, to: without(state, request), breaks }
    if (!state.isExcused) breaks.push('kept')
  } else {
    if (outcome.tokens !== due) breaks.push('I4')
    if (verdict === 'stale' || verdict === 'ended') breaks.push('I5')
    if (verdict === 'expired') breaks.push('I1')
    if (verdict === 'newer' && state.restored !== 'accepting newer') breaks.push('I1')
    if (verdict === 'foreign') breaks.push('bystander')
    if (!isAwaited(state, request)) {
      return { does, to: sendTokens(without(state, request), outcome.tokens), breaks }
    }
  }
  return { does, to: put(state, request, { stage: { is: 'answered', outcome } }), breaks }
}

/** Whether the rules themselves log the client out now: it came too late, or after a restore. */
function excuses(
  state: State,
  asked: { readonly request: Request; readonly verdict: Verdict; readonly bound: Bound },
): boolean {
  const { time, isSetBack, restored } = state
  const { request, verdict, bound } = asked
  if (request.from !== 'the client') return false
  if (verdict === 'expired') return true
  if (verdict === 'newer') return restored === 'strictly'
  if (verdict !== 'stale') return false
  if (mayShare('A', bound) !== null && request.presented > 0) return isOutsideBounds(state, asked)
  const { sendsKeys, retrySeconds } = bound.client
  // In ticks: 24 hours are two, a window lies within one; a wrong clock counts against both.
  const patience = sendsKeys ? 2 : retrySeconds > 0 && request.presented > 0 ? 1 : 0
  return time - request.askedAt + (isSetBack ? 1 : 0) >= patience
}

/** Whether a process that shares the token came too late by true time, or to a node that cannot know. */
function isOutsideBounds(
  { time, isSetBack, stored: { history } }: State,
  { request: { presented }, bound }: { readonly request: Request; readonly bound: Bound },
): boolean {
  const { generations } = bound.client.shares
  const end = history.superseded.findLast(({ generation }) => generation === presented)
  // In ticks: a window lies within two; a wrong clock counts against it.
  const isLate = end === undefined || time - tickOf(end.at) + (isSetBack ? 1 : 0) >= 2
  return bound.olderNode || isLate || history.generation - presented > generations
}
