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
  withProcess,
} from './world.ts'
import type { WorldStep } from './world-step.ts'

export const NODES: readonly NodeName[] = ['A', 'B']

interface Sent {
  readonly from: Sender
  /** The place of the client's process; 0 for everybody else. */
  readonly process: number
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

  for (const [process, { holds, askingSince }] of client.processes.entries()) {
    const request: Sent = {
      ...{ from: 'the client', process, presented: holds },
      key: bound.client.sendsKeys ? keyOf(holds) : null,
    }
    const mine = state.requests.filter((each) => each.from === 'the client')
    const isBusy = mine.some((each) => each.process === process)
    if (askingSince !== null && !client.isLoggedOut) send(state, request)
    if (askingSince === null && holds < bound.generations && (bound.client.hasty || !isBusy)) {
      const asking = withProcess(client, process, { askingSince: state.time })
      send({ ...state, client: asking }, request)
      const does = 'the request of the client is lost on its way'
      steps.push({ does, to: { ...state, client: asking }, breaks: [] })
    }
    if (askingSince === null && holds !== client.file) {
      const to = { ...state, client: withProcess(client, process, { holds: client.file }) }
      const does = `process ${process + 1} reads ${nameOf(client.file)} from the file`
      steps.push({ does, to, breaks: [] })
    }
  }

  for (let copy = 0; copy <= state.newestSent && copy < bound.generations; copy++) {
    for (const key of keysOfThief(bound, copy)) {
      send({ ...state, isExcused: true }, { from: 'the thief', process: 0, presented: copy, key })
    }
    const stranger = { from: 'another client', process: 0, presented: copy, key: null } as const
    if (bound.otherClient) send(state, stranger)
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
    const got = withProcess(client, request.process, { holds: tokens, askingSince: null })
    const to = { ...sent, client: { ...got, file: tokens } }
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
  const asker = sent.from === 'the client' ? state.client.processes[sent.process] : undefined
  const askedAt = asker === undefined ? 0 : (asker.askingSince ?? state.time)
  const request: Request = { ...sent, askedAt, look: 1, stage: { is: 'arrived' } }
  const { node, from, presented, key } = request
  const arrived = { ...state, requests: [...state.requests, request] }
  const step = read(arrived, request, setting)
  const withKey = key === null ? '' : ` with key ${key}`
  const process = state.client.processes.length > 1 ? `, process ${request.process + 1},` : ''
  const who = from === 'the client' ? `${from}${process}` : from
  const does = `${who} sends ${nameOf(presented)}${withKey} to node ${node}`
  return { ...step, does: `${does}; ${step.does}` }
}
