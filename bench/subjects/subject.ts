/** What is measured: servers that speak OAuth, and loops that do the work without a server. */

import type { Expected, Form } from '../load/job.ts'
import type { AccountOf } from '../measure/spent.ts'

/** In the order of a grant's life. */
export type Work =
  | 'exchange'
  | SignedWork
  | 'refresh'
  | 'refresh, openid'
  | 'introspection'
  | 'introspection, unknown token'
  | 'revocation'
  | 'client credentials'
  | 'sign-in'
  | 'row update'
  | 'guard'
  | 'guard, JWT, first check'
  | 'guard, JWT, again'

/** The bare cost of a signature, and the exchanges that need one. */
export type SignedWork =
  | 'signature'
  | 'exchange, ID token (ES256)'
  | 'exchange, ID token (RS256)'
  | 'exchange, client assertion'
  | 'exchange, DPoP'

export type Kind = 'limit' | 'mandate' | 'peer'

/** One request of a work, and the expected response. */
export interface Offer {
  readonly form: Form
  readonly expected: Expected
  /** Whose codes it takes; by default the usual client's. */
  readonly codesOf?: CodesOf
  /** That many proofs to send, each good once. */
  readonly prove?: (count: number) => readonly string[]
}

export interface CodesOf {
  readonly clientId: string
  readonly scope: string
}

/** A running server with what it can do. */
export interface ServerSubject {
  readonly is: 'server'
  readonly name: string
  readonly kind: Kind
  readonly ports: readonly number[]
  readonly spent: AccountOf
  /** Resident megabytes of the server's own processes. */
  memory(): number
  readonly offers: Partial<Record<Work, Offer>>
  /** That many authorization codes, as if users had just agreed. */
  codes(count: number, of?: CodesOf): Promise<readonly string[]>
  /** Well-formed access tokens that the server does not know. */
  readonly unknownTokens: readonly string[]
  /** Bytes that grants take in storage; undefined if they are lost with the process. */
  readonly storage: (() => Promise<number>) | undefined
  /** Milliseconds from the start of another process of this kind until it is ready. */
  startAnother(): Promise<number>
  readonly startup: number
  stop(): Promise<void>
}

/** A loop in a separate process. */
export interface LoopSubject {
  readonly is: 'loop'
  readonly name: string
  readonly kind: Kind
  readonly work: Work
  readonly spent: AccountOf
  /** Before the clock starts. */
  prepare?(seconds: number): Promise<void>
  /** Runs for that many seconds and counts. */
  run(seconds: number): Promise<{ readonly count: number; readonly seconds: number }>
  stop(): Promise<void>
}

export type Subject = ServerSubject | LoopSubject
