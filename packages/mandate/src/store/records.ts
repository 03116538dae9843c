/**
 * What is kept besides grants. Times are whole seconds since 1970; `null` means "not", never "unknown".
 */

/** SHA-256 hashes of secrets, hexadecimal. */
export interface SecretAuthentication {
  readonly method: 'secret'
  readonly secretHash: string
  /** The secret before the last rotation, accepted until `expiresAt`. */
  readonly previous: { readonly secretHash: string; readonly expiresAt: number } | null
}

/**
 * How a client proves its identity (RFC 6749 §2.3); `none` is a public client (§2.1). `unknown` is a
 * method that a newer version has registered: such a client cannot authenticate here.
 */
export type ClientAuthentication =
  | { readonly method: 'none' }
  | SecretAuthentication
  | { readonly method: 'unknown' }

/** An integrating system (RFC 6749 §2). */
export interface Client {
  readonly id: string
  readonly name: string
  /** Raw strings as registered; compared without any change (RFC 9700 §2.1). */
  readonly redirectUris: readonly string[]
  /** The scope tokens it may ask for, one space between. */
  readonly scope: string
  readonly authentication: ClientAuthentication
  /** The values of `grant_type` that it may send; `authorization_code` also admits it to the authorization endpoint. */
  readonly grantTypes: readonly string[]
  /** Belongs to the platform itself: the user is not asked for consent. */
  readonly trusted: boolean
  readonly requirePkce: boolean
  /** For this many seconds the predecessor of an unused refresh token yields that same token; 0 to 600. */
  readonly refreshRetrySeconds: number
  /** The APIs that its tokens name where a request names none (RFC 8707 §2); empty means every API. */
  readonly defaultResources: readonly string[]
  /** Private-use URI schemes without a dot that the operator lets its redirect URIs have; lower case. */
  readonly allowedSchemes: readonly string[]
  readonly createdAt: number
  readonly disabledAt: number | null
}

/** What a grant has to know of its client: who proves to be it, and what it may. */
export type ClientStanding = Omit<
  Client,
  'name' | 'redirectUris' | 'trusted' | 'requirePkce' | 'allowedSchemes' | 'createdAt'
>

/** An API (resource server) with credentials for introspection (RFC 7662 §2.1). */
export interface Resource {
  readonly id: string
  readonly name: string
  /** Its resource indicator (RFC 8707 §2), as registered. */
  readonly uri: string
  /** What all spellings of the URI share; unique. */
  readonly uriKey: string
  /** Takes only tokens that name it (RFC 9700 §2.3). */
  readonly restricted: boolean
  /** It is told the e-mail address of a grant's account where the grant is not older than this. */
  readonly needsUsernameSince: number | null
  readonly authentication: SecretAuthentication
  readonly createdAt: number
}

/** An end user (resource owner). The id is never used again, even after deletion. */
export interface Account {
  readonly id: string
  /** As the person wrote it; null for an account without an address. */
  readonly email: string | null
  /** What two spellings of one address share; unique, and null where there is no address. */
  readonly emailKey: string | null
  /** An Argon2id PHC string; null for an account that cannot sign in with a password. */
  readonly passwordHash: string | null
  readonly createdAt: number
  readonly disabledAt: number | null
}

/** What a grant has to know of its account; the password stays where it is. */
export type AccountStanding = Pick<Account, 'id' | 'email' | 'disabledAt'>

/** A browser that an account is signed in with. The cookie's secret itself is not kept. */
export interface Session {
  /** SHA-256 of the cookie's secret, hexadecimal. */
  readonly id: string
  readonly accountId: string
  /** When the person signed in: OpenID Connect's `auth_time`. */
  readonly authTime: number
  /** How the person signed in, in the words of RFC 8176 §2. */
  readonly amr: readonly string[]
  readonly expiresAt: number
}

/** What an account has agreed a client may do, so that it is not asked again. */
export interface Consent {
  readonly accountId: string
  readonly clientId: string
  readonly scope: string
  readonly resource: readonly string[]
  readonly grantedAt: number
}

/** That the database was brought back from a backup. */
export interface Recovery {
  readonly id: string
  readonly restoredAt: number
  /** Until then a token that is newer than its row may count; in the past where none may. */
  readonly acceptNewerUntil: number
}

/**
 * How much was known of who sent a refused request. `authenticated`: a client that authenticated.
 * `named`: a registered client was named where no proof is asked for, so anybody may have sent it.
 * `failed`: a registered client was named and the proof failed. `unknown`: no registered client.
 */
export type SenderProof = 'authenticated' | 'named' | 'failed' | 'unknown'

/** What a check found, for people to read. Never a secret, never a token. */
export type Details = Readonly<Record<string, string | number | readonly string[]>>

/** A refused request without its secrets: what people need to see of it. */
export interface RefusedRequest {
  readonly method: string
  /** The path of the endpoint, without a query. */
  readonly endpoint: string
  readonly mediaType: string | null
  readonly userAgent: string | null
  /** How the client authenticated, or tried to, in the names of RFC 8414 §2; null where none was needed. */
  readonly authentication: string | null
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
}

/** Why one request was refused. */
export interface Explanation {
  /** The request's own id: the last part of the reference that its answer carried. */
  readonly id: string
  /** The error that the answer carried (RFC 6749 §4.1.2.1, §5.2). */
  readonly error: string
  readonly reason: string
  readonly at: number
  readonly standing: SenderProof
  /** As presented, where it has the form of an id; null where none was. */
  readonly clientId: string | null
  readonly request: RefusedRequest
  readonly details: Details
}
