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
  /** Refused for one of the reasons in `explanations/`. */
  | { readonly kind: 'request.refused'; readonly reason: string }
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
