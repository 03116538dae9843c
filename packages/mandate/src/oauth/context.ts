/** What the protocol needs from outside. Built once, in `http/server.ts`. */

import type { Observer } from '../facts/passing.ts'
import type { KeyRing } from '../grants/derivation.ts'
import type { Store } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import type { Translated } from '../words/languages.ts'
import type { CodeRate } from './authorize/code-rate.ts'

export interface ProtocolSettings {
  /** The one configured string, the same byte for byte wherever it appears (RFC 8414 §2). */
  readonly issuer: string
  readonly accessTokenSeconds: number
  readonly codeSeconds: number
  readonly refreshTokenSeconds: number
  /** The absolute limit of a grant's life; 0 is none. */
  readonly grantSeconds: number
  readonly defaultScope: string
  /** Every scope token there is, with what it means to a person. */
  readonly scopes: Readonly<Record<string, Translated>>
  /** Whether the token endpoint also reads its parameters from the query; never a secret. */
  readonly tokenParametersInQuery: boolean
}

/** What is needed to judge a request. */
export interface ReadingContext {
  readonly store: ReadStore
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
  readonly settings: ProtocolSettings
  /** Hears of every redemption. */
  readonly observe?: Observer
  /** How many codes a session is given; without it there is no limit. */
  readonly codeRate?: CodeRate
}

/** What is needed to answer one that changes something: a grant is made, moved on or ended. */
export interface ProtocolContext extends ReadingContext {
  readonly store: Store
}
