/** A type of authorization details, as the operator declares it (RFC 9396 §2). */

import type { Translated } from '../../words/languages.ts'

/** One element of `authorization_details`. It has been checked against the schema of its type. */
export interface Detail {
  readonly type: string
  readonly [field: string]: unknown
}

/** Where a detail does not fit the schema of its type, and which rule of JSON Schema it breaks. */
export interface DetailProblem {
  /** A JSON pointer (RFC 6901) of names in the schema; empty for the whole detail. */
  readonly at: string
  readonly rule: string
}

/** How much, how often, until when (`limits.ts`). */
export type LimitKind = 'amount' | 'calls' | 'until'

/** A member that limits what the detail allows. */
export interface Limit {
  readonly is: LimitKind
  /** What people read, with `{limit}` in it: "Pay up to {limit} in all". Null for our own words. */
  readonly words: Translated | null
}

export interface DetailType {
  /** What the person allows, as a noun or a sentence. */
  readonly title: Translated
  /** The names of fields, by their path such as `amount.currency`, in the order of the page. */
  readonly fields: Readonly<Record<string, Translated>>
  /** The members that are limits, in the order of the page. */
  readonly limits: Readonly<Record<string, Limit>>
  /**
   * Whether the person is not asked again about exactly the same details. Not for what is used up,
   * such as one payment: asked again, it is a second one.
   */
  readonly remembered: boolean
  /** The scope of a request that has such details and names no scope; null if it has to name one. */
  readonly scope: string | null
  /** Undefined if the value fits. It comes from a stranger, and the answer takes a bounded time. */
  readonly problemOf: (value: unknown) => DetailProblem | undefined
}

export type DetailTypes = ReadonlyMap<string, DetailType>
