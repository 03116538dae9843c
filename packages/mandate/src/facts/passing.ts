/**
 * What happens too often for a row of its own: it is told to those who watch this process, and summed.
 * Never a secret, and nothing that names a person or a grant: anybody who reads the metrics sees it.
 */

import type { RecordedFact } from './fact.ts'

/** What became of a code or refresh token that an authenticated client presented. */
export const redemptionOutcomes = [
  /** It was live, and has a successor now. */
  'advanced',
  /** The same request again; it got the same successor again. */
  'repeated',
  /** It had been used before; the grant has ended. */
  'replay_revoked',
  /** It was live, and another request was faster. */
  'overtaken',
] as const

export type PassingFact =
  | { readonly kind: 'token.redeemed'; readonly outcome: (typeof redemptionOutcomes)[number] }
  /** `endpoint` is the route, never the path. */
  | {
      readonly kind: 'request.answered'
      readonly endpoint: string
      readonly status: number
      readonly milliseconds: number
    }
  /** For one of the reasons in `explanations/`. */
  | { readonly kind: 'request.refused'; readonly reason: string }
  /** 503, because there was too much to do. */
  | { readonly kind: 'request.turned_away' }
  /** 503, because the database did not take part. */
  | { readonly kind: 'storage.unavailable' }

/** Hears of everything that happens in this process. Must not throw. */
export type Observer = (fact: PassingFact | RecordedFact) => void
