/** Authorization details (RFC 9396), their limits, and what a route requires of them. */

import type { CheckedRequest } from '../authorization.ts'

/** One element of `authorization_details`: its other fields depend on its type (RFC 9396 §2). */
export interface AuthorizationDetail {
  readonly type: string
  readonly [field: string]: unknown
}

export type LimitKind = 'amount' | 'calls' | 'until'

/** Which members of a detail are limits. */
export interface DetailLimits {
  /** The same for every token of what the person allowed, however its limits change. */
  readonly id: string
  /** The kind of each member that is a limit. */
  readonly members: Readonly<Record<string, LimitKind>>
}

/** A decimal number in text, and the code of a currency (ISO 4217). */
export interface Amount {
  readonly value: string
  readonly currency: string
}

/** The details that a route needs one of. */
export interface DetailsNeeded {
  readonly type: string
  /**
   * Whether a detail of this type is about this request, such as one for the account in its path.
   * Without it, every one of this type is.
   */
  readonly fits?: (detail: AuthorizationDetail, request: CheckedRequest) => boolean
}

/** The detail that allows a request. */
export interface AllowedDetail {
  readonly detail: AuthorizationDetail
  /** Which of its members are limits; null for none. */
  readonly limits: DetailLimits | null
}
