/**
 * What a grant type adds to the token endpoint (RFC 6749 §1.3, §4.5). Each has a file of its own and
 * a line in `grant-types.ts`.
 *
 * The phases that all of them share are not theirs to forget: `token-request.ts` authenticates the
 * client, asks whether it may use the grant type and refuses what is missing or repeated, before
 * `answer` is called; and `issueTokens` takes an `Admitted`, which only the gate gives.
 */

import type { ClientStanding } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'
import type { Parameters } from '../parameters.ts'
import type { TokenAnswer } from './issue.ts'
import type { LookedUp } from './redeem.ts'

export interface GrantType {
  /** The value of `grant_type`: a name of RFC 6749, or an absolute URI. */
  readonly name: string
  /** The parameters that it requires and those it takes; each may be sent once. */
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /**
   * The required parameter that holds a token of this server, if there is one. Its grant is read
   * before the client is authenticated, since the row comes with the client.
   */
  readonly presents?: string
  /** Rejects with `Refusal`, or `StorageUnavailable`. */
  readonly answer: (context: ProtocolContext, request: GrantTypeRequest) => Promise<TokenAnswer>
}

/** A request whose client has authenticated and may use the grant type. */
export interface GrantTypeRequest {
  readonly client: ClientStanding
  readonly parameters: Parameters
  /** Undefined where `presents` is not set, or where its value is no token of ours. */
  readonly lookedUp: LookedUp | undefined
  readonly retryKey: string | null
}
