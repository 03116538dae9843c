/**
 * Events too frequent for a row each: they go to listeners in this process and are summed. They
 * contain no secret and name no person or grant, because anyone who reads the metrics sees them.
 */

import type { RecordedFact } from './fact.ts'

/** The outcome of a code or refresh token that an authenticated client presented. */
export const redemptionOutcomes = [
  /** It was live and now has a successor. */
  'advanced',
  /** A retry of the same request; it got the same successor. */
  'repeated',
  /** Another process had used it; it got the live one. */
  'converged',
  /** It had been used before; the grant was ended. */
  'replay_revoked',
  /** It was live, but another request won the race. */
  'overtaken',
] as const

/** Why a person was not signed in. Who was is a recorded fact: `session.began`. */
export const signInFailures = [
  'wrong_credentials',
  /** Too many attempts; nothing was checked. */
  'wait',
  /** Too many passwords were being checked. */
  'busy',
  'passkey',
  'second_factor',
  /** At another site. */
  'elsewhere',
] as const

/** What became of an attempt at a job. */
export const jobOutcomes = ['done', 'retried', 'given_up'] as const

export type PassingFact =
  | { readonly kind: 'token.redeemed'; readonly outcome: (typeof redemptionOutcomes)[number] }
  /** `endpoint` is the route, never the path. */
  | {
      readonly kind: 'request.answered'
      readonly endpoint: string
      readonly status: number
      readonly milliseconds: number
    }
  /**
   * Refused for one of the reasons in `explanations/`. `client` is a registered one that was named,
   * and whether it proved that it sent the request.
   */
  | {
      readonly kind: 'request.refused'
      readonly reason: string
      readonly client?: { readonly id: string; readonly isProven: boolean }
    }
  | { readonly kind: 'sign_in.failed'; readonly because: (typeof signInFailures)[number] }
  /** An access token was issued, by this grant type. */
  | { readonly kind: 'token.issued'; readonly grantType: string }
  | { readonly kind: 'token.introspected'; readonly active: boolean }
  /** `job` is its kind. */
  | {
      readonly kind: 'job.tried'
      readonly job: string
      readonly outcome: (typeof jobOutcomes)[number]
    }
  /** 503 because of overload. */
  | { readonly kind: 'request.turned_away' }
  /** 503 because the database was unavailable. */
  | { readonly kind: 'storage.unavailable' }

/** Receives every event of this process. Must not throw. */
export type Observer = (fact: PassingFact | RecordedFact) => void
