/**
 * A way for a client to prove its identity (RFC 6749 §2.3). Each has its own file and its lines in
 * `methods.ts`; the metadata and all endpoints follow from those.
 */

import type { KeyRing } from '../../grants/derivation.ts'
import type { ReadStore } from '../../store/read-only.ts'
import type { ClientAuthentication } from '../../store/tables/authentication.ts'
import type { Clock } from '../../time-and-chance.ts'
import type { ClientCertificate } from '../certificate.ts'
import type { ClientKeys } from '../keys.ts'
import type { AuthMethod } from '../metadata/authentication.ts'
import type { ClientMetadata } from '../metadata/fields.ts'

/** The parameters of a token request that carry a proof (RFC 6749 §2.3.1, RFC 7521 §4.2). */
export const PROOFS = ['client_secret', 'client_assertion', 'client_assertion_type'] as const

export interface CredentialParameters {
  readonly has: (name: string) => boolean
  /** Throws `Refusal` if it is repeated. */
  readonly one: (name: string) => string | undefined
}

/** What a request says about its sender. */
export interface SentCredentials {
  /** From HTTP Basic or from the body. */
  readonly clientId: string | undefined
  /** The same; undefined if empty. */
  readonly clientSecret: string | undefined
  /** From the connection; null if there is none. */
  readonly certificate: ClientCertificate | null
  readonly parameters: CredentialParameters
}

/** Who the sender claims to be, and a way to verify it. */
export interface Claim {
  /** The `authentication.method` of those whom it can be from. */
  readonly methods: readonly ClientAuthentication['method'][]
  readonly clientId: string
  /**
   * Throws or rejects with `Refusal` unless the sender is the party that registered this. For an
   * unknown party `registered` is undefined, and the refusal takes as long as any other.
   */
  readonly verify: (
    registered: Registered | undefined,
    context: VerifyingContext,
  ) => void | Promise<void>
}

/** What verifying a proof may require. */
export interface VerifyingContext {
  readonly store: ReadStore
  readonly clock: Clock
  /** Decrypt the secrets with which some clients sign. */
  readonly keys: KeyRing
  readonly clientKeys: ClientKeys
  readonly settings: { readonly issuer: string; readonly mtlsUrl: string | null }
}

/** A client or an API. */
export interface Registered {
  readonly id: string
  readonly authentication: ClientAuthentication
  /** APIs have none. */
  readonly metadata?: ClientMetadata
}

export interface AuthenticationMethod {
  /** Its names in the metadata (RFC 8414 §2), the recommended one first. */
  readonly names: readonly [AuthMethod, ...AuthMethod[]]
  /** Whether it proves the client's identity; merely stating the `client_id` does not. */
  readonly proves: boolean
  /** It is offered only where a proxy passes certificates on, or also says that it verified them. */
  readonly needs?: 'certificates' | 'verified_certificates'
}
