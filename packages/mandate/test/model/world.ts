/**
 * The world that the model explores: one grant and its surroundings.
 *
 *     a request:  read ──▶ decided ──▶ answered ──▶ delivered, or lost on the way
 *                  ▲          │
 *                  └─ arrived ◀ the compare-and-set was lost
 *
 * A state is immutable. Tokens are represented by their generations: `injective.test.ts` shows that
 * this loses nothing. `steps.ts` has who may do what; `node.ts` what a node does.
 */

import type { ClientMetadata } from '../../src/clients/metadata/fields.ts'
import type { sharingOf } from '../../src/clients/sharing.ts'
import type { Grant } from '../../src/grants/grant.ts'
import type { RedemptionDecision } from '../../src/grants/redemption.ts'
import { FIRST_KEY, sampleGrant } from '../sample-grant.ts'
import type { History, Verdict } from './laws.ts'

/** The limits of the exploration. An event that a bound leaves out does not happen in it. */
export interface Bound {
  /** Generations run from 0 to this. */
  readonly generations: number
  /** Concurrent token requests. */
  readonly inFlight: number
  /** How often twelve hours pass. */
  readonly ticks: number
  /** Whether the clock of node B is set back by twelve hours, once. */
  readonly clockSetBack: boolean
  readonly client: {
    readonly sendsKeys: boolean
    /** `refresh_retry_seconds`. */
    readonly retrySeconds: number
    /** Whether it uses a successor while an older copy of its request may still arrive. */
    readonly hasty: boolean
    /** Processes that share its tokens through a file. */
    readonly processes: number
    /** `shared_refresh_seconds`, and how many generations behind a process may be. */
    readonly shares: { readonly seconds: number; readonly generations: number }
    readonly isPublic: boolean
    /** Whether its refresh tokens are bound to a key that the thief does not have. */
    readonly isBound: boolean
  }
  /** Whether node B runs an older version, in which no client shares tokens. */
  readonly olderNode: boolean
  /** The keys a thief uses with her copies: her own, or the client's as well. */
  readonly thief: 'none' | 'tokens' | 'tokens and keys'
  /** Whether another client presents copies, authenticated as itself. */
  readonly otherClient: boolean
  /** Whether the user or the operator revokes the grant. */
  readonly revocation: boolean
  /** Whether a backup is made, and restored once: strictly or accepting newer generations. */
  readonly restore: boolean
}

export const TICK_SECONDS = 12 * 60 * 60
/** Long enough to outlive the retry rule, short enough to end within the bound. */
export const REFRESH_TOKEN_SECONDS = 3 * TICK_SECONDS
const START = 1_700_000_000
const CODE_SECONDS = 60

export type NodeName = 'A' | 'B'
export type Sender = 'the client' | 'the thief' | 'another client'

/** The row, together with its true history. */
export interface Stored {
  readonly row: Grant
  readonly history: History
}

/** How the work of one request ended: with the successor of this generation, or without. */
export type Outcome = { readonly tokens: number } | 'refused'

export type Stage =
  | { readonly is: 'arrived' }
  | { readonly is: 'read'; readonly saw: Stored }
  | {
      readonly is: 'decided'
      readonly decision: RedemptionDecision & { readonly act: 'advance' | 'revoke' }
      readonly verdict: Verdict
      readonly now: number
    }
  | { readonly is: 'answered'; readonly outcome: Outcome }

export interface Request {
  readonly node: NodeName
  readonly from: Sender
  readonly presented: number
  readonly key: string | null
  /** The place of the client's process; 0 for everybody else. */
  readonly process: number
  /** The tick in which its sender first made this request. */
  readonly askedAt: number
  /** The number of the read; it counts up when a compare-and-set is lost. */
  readonly look: number
  readonly stage: Stage
}

export interface Process {
  /** What it has in memory. */
  readonly holds: number
  /** The tick since which it asks for that successor; null while it does not. */
  readonly askingSince: number | null
}

export interface State {
  readonly time: number
  readonly isSetBack: boolean
  /** The row as every node reads it. */
  readonly stored: Stored
  /** The row that remains after a power loss. */
  readonly durable: Stored
  readonly backup: Stored | null
  readonly restored: 'no' | 'strictly' | 'accepting newer'
  readonly client: {
    readonly processes: readonly Process[]
    /** The generation in the file that the processes share: what one of them got last. */
    readonly file: number
    readonly isLoggedOut: boolean
  }
  /** Something happened for which a client that follows the rules may be logged out. */
  readonly isExcused: boolean
  readonly requests: readonly Request[]
  /** The newest generation that ever left the server: the thief has copies up to this one. */
  readonly newestSent: number
  /** The newest generation that was answered, as far as the latest restore knows. */
  readonly newestAnswered: number
  readonly revocation: 'none' | 'written' | 'answered' | 'answered, not written'
}

/**
 * The user has agreed; the code is on its way to the client and to any eavesdropper. Several processes
 * begin later: one has exchanged the code, and all have read the file with the first refresh token.
 */
export function startOfLife(processes = 1): State {
  const holds = processes === 1 ? 0 : 1
  const row = sampleGrant({
    ...{ createdAt: START, generation: holds, keyId: FIRST_KEY },
    expiresAt: START + (holds === 0 ? CODE_SECONDS : REFRESH_TOKEN_SECONDS),
    redeemedAt: holds === 0 ? null : START,
  })
  const redeemed = holds === 0 ? null : { at: START, key: null }
  const goodUntil = row.expiresAt
  const history: History = { generation: holds, goodUntil, redeemed, superseded: [], ended: false }
  const stored = { row, history }
  return {
    ...{ time: 0, isSetBack: false, stored, durable: stored, backup: null, restored: 'no' },
    client: {
      processes: Array.from({ length: processes }, () => ({ holds, askingSince: null })),
      ...{ file: holds, isLoggedOut: false },
    },
    ...{
      isExcused: false,
      requests: [],
      newestSent: holds,
      newestAnswered: holds,
      revocation: 'none',
    },
  }
}

/** The time by the node's clock. */
export function clockOf(state: State, node: NodeName): number {
  const ticks = state.time - (node === 'B' && state.isSetBack ? 1 : 0)
  return START + ticks * TICK_SECONDS
}

/** The tick in which a right clock shows this time. */
export function tickOf(seconds: number): number {
  return (seconds - START) / TICK_SECONDS
}

export function nameOf(generation: number): string {
  return generation === 0 ? 'the code' : `refresh token ${generation}`
}

export function describeRow({ stored: { row } }: State): string {
  return row.revokedAt === null ? `${nameOf(row.generation)} is live` : 'the grant is over'
}

/** The tokens have left the server: from now on they count as answered, and the thief has copies. */
export function sendTokens(state: State, generation: number): State {
  return {
    ...state,
    newestSent: Math.max(state.newestSent, generation),
    newestAnswered: Math.max(state.newestAnswered, generation),
  }
}

/** Whether the client still waits for the answer to this request. */
export function isAwaited({ client }: State, { from, presented, process }: Request): boolean {
  const asker = from === 'the client' ? client.processes[process] : undefined
  return asker !== undefined && asker.askingSince !== null && asker.holds === presented
}

/** The client with one of its processes changed. */
export function withProcess(client: State['client'], place: number, changed: Partial<Process>) {
  const processes = client.processes.map((each, at) =>
    at === place ? { ...each, ...changed } : each,
  )
  return { ...client, processes }
}

/** The client as registered: what the rules of sharing look at. */
function registered({ client: { isPublic, shares } }: Bound) {
  const method = isPublic ? ('none' as const) : ('secret' as const)
  const metadata: ClientMetadata = { shared_refresh_seconds: shares.seconds }
  return { authentication: { method }, metadata }
}

export function isOlder(node: NodeName, { olderNode }: Bound): boolean {
  return olderNode && node === 'B'
}

/** The bounds within which processes may share tokens, plainly; null if they may not. */
export function mayShare(node: NodeName, bound: Bound) {
  const { isPublic, shares } = bound.client
  return isPublic && shares.seconds > 0 && !isOlder(node, bound) ? shares : null
}

/** The bounds within which the node lets the client share, by these rules; null for not at all. */
export function sharingAt(node: NodeName, bound: Bound, rules: { sharingOf: typeof sharingOf }) {
  if (isOlder(node, bound)) return null
  const sharing = rules.sharingOf(registered(bound), { sharedRefreshSeconds: 0 })
  return sharing && { ...sharing, generations: bound.client.shares.generations }
}

export function without(state: State, request: Request): State {
  return { ...state, requests: state.requests.filter((each) => each !== request) }
}
