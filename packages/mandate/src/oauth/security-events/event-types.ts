/**
 * Security Event Tokens (RFC 8417) tell a client what happened to its connections: which one ended
 * and why, what it may do now, and whether the account is on. A client hears only of its own grants,
 * by names that it knows.
 *
 *     a fact ──what-follows──▶ events for one client ──token──▶ signed tokens ──▶ pushed, or polled
 *
 * Neighbours: `what-follows.ts` decides what a fact means to a client, `event-token.ts` signs it,
 * `poll.ts` answers RFC 8936; `runtime/` pushes (RFC 8935). This file names the types of events.
 */

/** CAEP 1.0 §3, RISC 1.0 §2, Shared Signals 1.0 §8.1.4. */
export const EVENT_TYPES = {
  /**
   * Ours, because no registered type says it: a grant has ended, with all its tokens. Has the members
   * of CAEP events (§2), and `reason`.
   */
  connection_ended: 'urn:mandate:security-event:connection-ended',
  /** The person is signed out, as a logout token says too (OpenID Connect Back-Channel Logout). */
  session_revoked: 'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
  token_claims_change: 'https://schemas.openid.net/secevent/caep/event-type/token-claims-change',
  account_disabled: 'https://schemas.openid.net/secevent/risc/event-type/account-disabled',
  account_enabled: 'https://schemas.openid.net/secevent/risc/event-type/account-enabled',
  account_purged: 'https://schemas.openid.net/secevent/risc/event-type/account-purged',
} as const

/** A type that a client can choose to hear of; the key of `EVENT_TYPES`. */
export type EventName = keyof typeof EVENT_TYPES

/** In the order in which they are listed to people. */
export const EVENT_NAMES = Object.keys(EVENT_TYPES) as readonly EventName[]

/** Answers a request to show that the stream works (Shared Signals 1.0 §8.1.4.1); sent whatever was chosen. */
export const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification'

/** The name of a type that is given by its name or by its URI; undefined if there is none. */
export function eventNamed(given: string): EventName | undefined {
  return EVENT_NAMES.find((name) => name === given || EVENT_TYPES[name] === given)
}

/** Which types a stream has; an empty list is all of them, later ones too. */
export function chosenEvents(chosen: readonly string[]): readonly EventName[] {
  return chosen.length === 0 ? EVENT_NAMES : EVENT_NAMES.filter((name) => chosen.includes(name))
}
