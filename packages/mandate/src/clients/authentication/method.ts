/**
 * One way in which a client proves its identity (RFC 6749 §2.3). Each has a file of its own and a
 * line in `methods.ts`; the metadata and every endpoint that authenticates follow from that list.
 */

import type { ClientAuthentication } from '../../store/tables/authentication.ts'

/** Every parameter of a token request that proves something (RFC 6749 §2.3.1, RFC 7521 §4.2). */
export const PROOFS = ['client_secret', 'client_assertion', 'client_assertion_type'] as const

/** What a request says of its sender. */
export interface SentCredentials {
  /** From HTTP Basic or from the body. */
  readonly clientId: string | undefined
  /** The same; undefined where it is blank. */
  readonly clientSecret: string | undefined
  readonly parameters: { readonly has: (name: string) => boolean }
}

/** Who a request says its sender is, and a way to find out whether that is true. */
export interface Claim {
  readonly method: ClientAuthentication['method']
  readonly clientId: string
  /**
   * Throws or rejects with `Refusal` unless the sender is the party that registered this. Where no
   * such party is known `registered` is undefined, and the refusal takes as long as any other.
   */
  readonly verify: (registered: Registered | undefined, now: number) => void | Promise<void>
}

/** A client or an API. */
export interface Registered {
  readonly id: string
  readonly authentication: ClientAuthentication
}

export interface AuthenticationMethod {
  /** What its clients have as `authentication.method`. */
  readonly method: ClientAuthentication['method']
  /** Its names in the metadata (RFC 8414 §2), the one to recommend first. */
  readonly names: readonly [string, ...string[]]
  /** Whether it proves the identity of the client, which only stating the `client_id` does not. */
  readonly proves: boolean
  /** Those of `PROOFS` that it reads. */
  readonly parameters: readonly (typeof PROOFS)[number][]
  /** Undefined where the request does not use this method. Throws `Refusal`. */
  readonly recognise: (sent: SentCredentials) => Claim | undefined
}
