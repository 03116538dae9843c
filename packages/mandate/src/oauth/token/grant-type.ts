/**
 * The interface of a grant type at the token endpoint (RFC 6749 §1.3, §4.5). Each has its own file
 * and a line in `grant-types.ts`.
 *
 * A grant type cannot forget the common steps: before calling `answer`, `token-request.ts`
 * authenticates the client, checks that it may use the grant type and refuses missing or repeated
 * parameters; and `issueTokens` requires an `Admitted`, which only the gate returns.
 */

import type { ClientStanding } from '../../store/records.ts'
import type { ProtocolContext, ProtocolSettings } from '../context.ts'
import type { ProvenKey } from '../dpop/prove.ts'
import type { Parameters } from '../parameters.ts'
import type { TokenAnswer } from './issue.ts'
import type { LookedUp } from './redeem.ts'

export interface GrantType {
  /** The value of `grant_type`: a name of RFC 6749, or an absolute URI. */
  readonly name: string
  /** Whether the operator offers it. Absent for always. */
  readonly isOn?: (settings: ProtocolSettings) => boolean
  /** The required and optional parameters; none may be repeated. */
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /**
   * The required parameter that contains a token of this server, if any. Its grant is read before
   * the client is authenticated, because the row includes the client.
   */
  readonly presents?: string
  /** Rejects with `Refusal`, or `StorageUnavailable`. */
  readonly answer: (context: ProtocolContext, request: GrantTypeRequest) => Promise<TokenAnswer>
}

/** A request from an authenticated client that may use the grant type. */
export interface GrantTypeRequest {
  readonly client: ClientStanding
  readonly parameters: Parameters
  /** Undefined if `presents` is not set or its value is not one of our tokens. */
  readonly lookedUp: LookedUp | undefined
  readonly retryKey: string | null
  /** The key that the request proves possession of (RFC 9449, RFC 8705). */
  readonly proven: ProvenKey | null
}
