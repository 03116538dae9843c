/** The senders of token requests (client, thief, another client), and what happens to the answers. */

import { read, type Setting } from './node.ts'
import {
  type Bound,
  isAwaited,
  type NodeName,
  nameOf,
  type Request,
  type Sender,
  type State,
  sendTokens,
  without,
} from './world.ts'
import type { WorldStep } from './world-step.ts'

export const NODES: readonly NodeName[] = ['A', 'B']

interface Sent {
  readonly from: Sender
  readonly presented: number
  readonly key: string | null
}

/**
 * Every request that someone may send now. A node reads the row as the request arrives: one that
 * waits to be read is indistinguishable from one not sent yet.
 */
export function sendings(state: State, setting: Setting): readonly WorldStep[] {
  const { bound } = setting
  const { client } = state
  const room = state.requests.length < bound.inFlight
  const steps: WorldStep[] = []
  const send = (changed: State, sent: Sent) => {
    if (room) steps.push(...NODES.map((node) => sending(changed, { ...sent, node }, setting)))
  }

  const request: Sent = {
    ...{ from: 'the client', presented: client.holds },
    key: bound.client.sendsKeys ? keyOf(client.holds) : null,
  }
  if (client.askingSince !== null && !client.isLoggedOut) send(state, request)
  const mayLinger = bound.client.hasty || !state.requests.some(({ from }) => from === request.from)
  if (client.askingSince === null && client.holds < bound.generations && mayLinger) {
    const asking = { ...state, client: { ...client, askingSince: state.time } }
    send(asking, request)
    steps.push({ does: 'the request of the client is lost on its way', to: asking, breaks: [] })
  }

  for (let copy = 0; copy <= state.newestSent && copy < bound.generations; copy++) {
    for (const key of keysOfThief(bound, copy)) {
      send({ ...state, isExcused: true }, { from: 'the thief', presented: copy, key })
    }
    if (bound.otherClient) send(state, { from: 'another client', presented: copy, key: null })
  }
  return steps
}

/** What can happen to the answers that are on their way to the client. */
export function arrivals(state: State): readonly WorldStep[] {
  return state.requests.flatMap((request) => {
    const { stage, node } = request
    if (stage.is !== 'answered') return []
    const left = without(state, request)
    const lost = `the answer of node ${node} is lost on its way`
    const { client } = state
    if (stage.outcome === 'refused') {
      const isLoggedOut = client.isLoggedOut || isAwaited(state, request)
      const out = { ...left, client: { ...client, isLoggedOut } }
      return [
        { does: `the client is refused by node ${node}`, to: out, breaks: [] },
        { does: lost, to: left, breaks: [] },
      ]
    }
    const { tokens } = stage.outcome
    const sent = sendTokens(left, tokens)
    const late = { does: lost, to: sent, breaks: [] }
    if (!isAwaited(state, request)) return [late]
    const to = { ...sent, client: { ...client, holds: tokens, askingSince: null } }
    return [{ does: `the client gets ${nameOf(tokens)} from node ${node}`, to, breaks: [] }, late]
  })
}

/** Stays the same while the client asks for the successor of this generation. */
function keyOf(generation: number): string {
  return `K${generation}`
}

function keysOfThief({ thief, client }: Bound, copy: number): readonly (string | null)[] {
  switch (thief) {
    case 'none':
      return []
    case 'tokens':
      return [null, 'T']
    case 'tokens and keys':
      return client.sendsKeys ? [null, 'T', keyOf(copy)] : [null, 'T']
  }
}

function sending(
  state: State,
  sent: Sent & { readonly node: NodeName },
  setting: Setting,
): WorldStep {
  const askedAt = sent.from === 'the client' ? (state.client.askingSince ?? state.time) : 0
  const request: Request = { ...sent, askedAt, look: 1, stage: { is: 'arrived' } }
  const { node, from, presented, key } = request
  const arrived = { ...state, requests: [...state.requests, request] }
  const step = read(arrived, request, setting)
  const withKey = key === null ? '' : ` with key ${key}`
  const does = `${from} sends ${nameOf(presented)}${withKey} to node ${node}`
  return { ...step, does: `${does}; ${step.does}` }
}
