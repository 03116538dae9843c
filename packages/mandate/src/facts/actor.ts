/** Who did something. Every state change names its actor, and the fact records it. */

export type Actor =
  /** Someone who can run commands on the server's machine. */
  | { readonly kind: 'operator' }
  | { readonly kind: 'account'; readonly id: string; readonly from?: Origin }
  | { readonly kind: 'client'; readonly id: string }
  /** One of the platform's own programs; `id` is the id of its key. */
  | { readonly kind: 'platform'; readonly id: string }
  /** Mandate itself, unasked: the demo's seed data, or a rule that ends something. */
  | { readonly kind: 'system' }

/**
 * Where a person's request came from, for the mail that tells them of it. It is not part of the
 * fact.
 */
export interface Origin {
  /** The browser and the system, such as "Firefox on Linux". */
  readonly agent?: string | undefined
  /** The network address. */
  readonly network?: string | undefined
  /** The language of the page, as a tag (BCP 47). */
  readonly language?: string | undefined
}

/** Deferred work that follows from a change: a mail, a webhook, a logout token. */
export interface NewJob {
  /** Names its handler (`runtime/job-handlers.ts`). */
  readonly kind: string
  /** What the handler needs, as JSON. Never a secret. */
  readonly input: Readonly<Record<string, unknown>>
  /** Only if one of these grants names a session (`grants/signed-in.ts`). */
  readonly ifSignedIn?: { readonly accountId?: string; readonly grantId?: string }
}

/**
 * Accompanies every change. `at` is in whole seconds since 1970, by the clock of the process making
 * it.
 */
export interface Act {
  readonly by: Actor
  readonly at: number
  /** Stored in the same transaction as the change, and only if the change was made. */
  readonly jobs?: readonly NewJob[]
}
