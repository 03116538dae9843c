/** Who did something. Every act that changes state names one, and its fact keeps it. */

export type Actor =
  /** Whoever may run commands on the server's machine. */
  | { readonly kind: 'operator' }
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'client'; readonly id: string }
  /** Mandate itself, where nobody asked: the demo's cast, a rule that ends something. */
  | { readonly kind: 'system' }

/** Work for later that follows from a change: a mail, a webhook, a logout token. */
export interface NewJob {
  /** Names its handler (`runtime/job-handlers.ts`). */
  readonly kind: string
  /** What the handler needs, as JSON. Never a secret. */
  readonly input: Readonly<Record<string, unknown>>
}

/** What every change is made with. `at` in whole seconds since 1970, by the clock of who does it. */
export interface Act {
  readonly by: Actor
  readonly at: number
  /** Kept in the same unit as the change, and only where the change was made. */
  readonly jobs?: readonly NewJob[]
}
