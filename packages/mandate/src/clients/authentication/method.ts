/**
 * A way for a client to prove its identity (RFC 6749 §2.3). Each has its own file and a line in
 * `methods.ts`; the metadata and all endpoints follow from that list.
 */

import type { ClientAuthentication } from '../../store/tables/authentication.ts'

/** The parameters of a token request that carry a proof (RFC 6749 §2.3.1, RFC 7521 §4.2). */
export const PROOFS = ['client_secret', 'client_assertion', 'client_assertion_type'] as const

/** What a request says about its sender. */
export interface SentCredentials {
  /** From HTTP Basic or from the body. */
  readonly clientId: string | undefined
  /** The same; undefined if empty. */
  readonly clientSecret: string | undefined
  readonly parameters: { readonly has: (name: string) => boolean }
}

/** Who the sender claims to be, and a way to verify it. */
export interface Claim {
  readonly method: ClientAuthentication['method']
  readonly clientId: string
  /**
   * Throws or rejects with `Refusal` unless the sender is the party that registered this. For an
   * unknown party `registered` is undefined, and the refusal takes as long as any other.
   */
  readonly verify: (registered: Registered | undefined, now: number) => void | Promise<void>
}

/** A client or an API. */
export interface Registered {
  readonly id: string
  readonly authentication: ClientAuthentication
}

export interface AuthenticationMethod {
  /** The `authentication.method` of its clients. */
  readonly method: ClientAuthentication['method']
  /** Its names in the metadata (RFC 8414 §2), the recommended one first. */
  readonly names: readonly [string, ...string[]]
  /** Whether it proves the client's identity; merely stating the `client_id` does not. */
  readonly proves: boolean
  /** The members of `PROOFS` that it reads. */
  readonly parameters: readonly (typeof PROOFS)[number][]
  /** Undefined if the request does not use this method. Throws `Refusal`. */
  readonly recognise: (sent: SentCredentials) => Claim | undefined
}
