/**
 * The key of a state: equal for states that differ only in the order of requests, or in the names of
 * nodes whose clocks agree. Stateless nodes with the same clock are interchangeable.
 */

import type { Grant } from '../../src/grants/grant.ts'
import type { NodeName, Request, Stage, State, Stored } from './world.ts'

export function keyOf(state: State): string {
  const outside = [
    state.time,
    state.isSetBack ? 1 : 0,
    keyOfStored(state.stored),
    state.durable === state.stored ? '' : keyOfStored(state.durable),
    state.backup === null ? '' : keyOfStored(state.backup),
    state.restored,
    ...state.client.processes.flatMap(({ holds, askingSince }) => [holds, askingSince ?? '']),
    state.client.file,
    state.client.isLoggedOut ? 1 : 0,
    state.isExcused ? 1 : 0,
    state.newestSent,
    state.newestAnswered,
    state.revocation,
  ].join()
  const named = keyOfRequests(state.requests, (node) => node)
  if (state.isSetBack || state.requests.length === 0) return `${outside}|${named}`
  const swapped = keyOfRequests(state.requests, (node) => (node === 'A' ? 'B' : 'A'))
  return `${outside}|${[named, swapped].sort()[0]}`
}

function keyOfRequests(requests: readonly Request[], nameOf: (node: NodeName) => string): string {
  const keys = requests.map((request) => nameOf(request.node) + keyOfRequest(request))
  return keys.length === 1 ? (keys[0] ?? '') : keys.sort().join(';')
}

const knownRequests = new WeakMap<Request, string>()

/** All but the name of its node. Many states have the same request. */
function keyOfRequest(request: Request): string {
  const before = knownRequests.get(request)
  if (before !== undefined) return before
  const { from, process, presented, key, askedAt, look, stage } = request
  const text = `,${from},${process},${presented},${key},${askedAt},${look},${keyOfStage(stage)}`
  const short = shortOf(text)
  knownRequests.set(request, short)
  return short
}

function keyOfStage(stage: Stage): string {
  switch (stage.is) {
    case 'arrived':
      return 'a'
    case 'read':
      return `r${keyOfStored(stage.saw)}`
    case 'decided': {
      const { decision, verdict, now } = stage
      const step = decision.act === 'advance' ? Object.values(decision.step).join() : ''
      return `d${decision.act},${step},${verdict},${now}`
    }
    case 'answered':
      return stage.outcome === 'refused' ? 'no' : `t${stage.outcome.tokens}`
  }
}

const known = new WeakMap<Stored, string>()

function keyOfStored(stored: Stored): string {
  const before = known.get(stored)
  if (before !== undefined) return before
  const { row, history } = stored
  const key = [
    keyOfRow(row),
    history.generation,
    history.goodUntil,
    history.redeemed?.at,
    history.redeemed?.key,
    ...history.superseded.flatMap(({ generation, at }) => [generation, at]),
    history.ended ? 1 : 0,
  ].join()
  const short = shortOf(key)
  known.set(stored, short)
  return short
}

const shorts = new Map<string, string>()

/** The same few characters for each text: keys of states are many, what they are put together from is little. */
function shortOf(text: string): string {
  const before = shorts.get(text)
  if (before !== undefined) return before
  const short = shorts.size.toString(36)
  shorts.set(text, short)
  return short
}

/** Omits what is the same in all rows of the world, and when a grant ended, which has no effect. */
export function keyOfRow(row: Grant): string {
  const { generation, expiresAt, redeemedAt, retryKeyHash, recentRedemptions, revokedAt } = row
  const kept = [generation, expiresAt, redeemedAt, retryKeyHash, recentRedemptions]
  return [...kept, revokedAt === null ? 0 : 1].join()
}
