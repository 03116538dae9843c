/**
 * Security events: what the server tells of its own accord about the grants of this client, as signed
 * tokens (RFC 8417). They are pushed (RFC 8935), or fetched by polling (RFC 8936).
 *
 *     token ──verify──▶ ClaimedEvent ──take──▶ the store is changed ──▶ onSecurityEvent ──▶ acknowledged
 *
 * Neighbours: `receive.ts` and `poll.ts` bring the tokens, `verify.ts` lets nothing through that the
 * server did not sign for this client, `take.ts` acts on it.
 */

/** The types that this package acts on or names; a server may send others, which are handed on. */
export const EVENT_TYPES = {
  /** A grant has ended; its tokens are dropped. */
  connectionEnded: 'urn:mandate:security-event:connection-ended',
  /** The user signed out (CAEP 1.0). */
  sessionRevoked: 'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
  /** The user took back a permission, or lowered a limit (CAEP 1.0). */
  tokenClaimsChange: 'https://schemas.openid.net/secevent/caep/event-type/token-claims-change',
  /** No token of the user works until `accountEnabled` (RISC 1.0). */
  accountDisabled: 'https://schemas.openid.net/secevent/risc/event-type/account-disabled',
  accountEnabled: 'https://schemas.openid.net/secevent/risc/event-type/account-enabled',
  accountPurged: 'https://schemas.openid.net/secevent/risc/event-type/account-purged',
  /** Shows that the stream works (Shared Signals 1.0). */
  verification: 'https://schemas.openid.net/secevent/ssf/event-type/verification',
} as const

export interface SecurityEvent {
  /** One of `securityEventTypes`, or another URI. */
  readonly type: string
  /** Unique; the same if the event comes again. */
  readonly id: string
  /** When it happened, in milliseconds since 1970; null if the server does not say. */
  readonly at: number | null
  /** The user, as the `sub` of the ID token; null if the event is not about one. */
  readonly subject: string | null
  /** The grant in the store that the event is about; null if it is about none, or one not stored here. */
  readonly grantKey: string | null
  /** Why, for programs: such as `revoked_by_user`. */
  readonly reason: string | null
  /** Who acted: `user`, `admin`, `policy` or `system` (CAEP 1.0 §2). */
  readonly initiatedBy: string | null
  /** All members of the event, unchecked. */
  readonly payload: Readonly<Record<string, unknown>>
}

/** An event that the server signed for this client, before anything is looked up. */
export interface ClaimedEvent extends Omit<SecurityEvent, 'grantKey'> {
  /** The `grant_id` of the grant that it is about. */
  readonly grantId: string | null
}

/** What is wrong with a token, in the codes of RFC 8935 §2.4. */
export type EventProblem =
  | 'invalid_request'
  | 'invalid_key'
  | 'invalid_issuer'
  | 'invalid_audience'
  | 'authentication_failed'

/** The token is refused for good; nothing was changed. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused'
  readonly problem: EventProblem
  constructor(problem: EventProblem, message: string) {
    super(message)
    this.problem = problem
  }
}
