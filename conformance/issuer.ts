/**
 * The issuer under test, as the rules see it. An adapter (`adapters/`) makes one: it registers the
 * clients of `cast.ts`, a user and an API, and knows how to fill in the issuer's pages. Everything
 * else is done over HTTP.
 */

import type { Role } from './cast.ts'
import type { Browser, User } from './parties/browser.ts'

export interface Client {
  readonly id: string
  /** Null for a public client, and for one that signs. */
  readonly secret: string | null
  readonly redirectUris: readonly [string, ...string[]]
  readonly needsPkce: boolean
}

export interface Credentials {
  readonly id: string
  readonly secret: string
}

/** The endpoints of RFC 8414 §2 and the rest of the document. */
export interface Metadata {
  readonly authorization_endpoint: string
  readonly token_endpoint: string
  readonly introspection_endpoint: string
  readonly revocation_endpoint: string
  readonly [name: string]: unknown
}

export interface Issuer {
  readonly name: string
  /** The issuer identifier, byte for byte. */
  readonly issuer: string
  readonly metadata: Metadata
  readonly clients: Readonly<Record<Role, Client>>
  readonly user: User
  readonly otherUser: User
  /** The API that the tokens are for, with its introspection credentials. */
  readonly api: Credentials & { readonly uri: string }
  /** A second API, for which the first one's tokens are not meant. */
  readonly otherApi: Credentials & { readonly uri: string }
  /** Parameters besides those of RFC 6749 that a login must send for the issuer to grant anything. */
  readonly usualParameters: Readonly<Record<string, string>>
  /** A browser without a session. */
  readonly newBrowser: () => Browser
  /** A browser in which `user` is signed in. */
  readonly signedIn: () => Browser

  // Features that not every issuer offers; a rule that needs one says so with `offered`.

  /** Tries to register a redirect URI; returns whether it was accepted. */
  readonly register?: (redirectUri: string) => Promise<boolean>
  /** An endpoint that accepts bearer tokens (RFC 6750), and a scope that it requires. */
  readonly protectedResource?: ProtectedResource
  readonly operator?: Operator
  /** A code and an access token of `plain` that have expired. */
  readonly expired?: () => Promise<{ readonly code: string; readonly accessToken: string }>
  /** Everything stored on disk and logged so far. */
  readonly traces?: () => Promise<readonly { readonly where: string; readonly bytes: Buffer }[]>
  /** The pages are part of it, not of the application that embeds it. */
  readonly ownPages?: true
  /** Does something while its storage cannot be written. */
  readonly whileStorageFails?: <Done>(act: () => Promise<Done>) => Promise<Done>
  /** The same clients and users at an issuer that also reads token parameters from the query. */
  readonly readingQueries?: () => Promise<Issuer>
  /** The same request with the same `Idempotency-Key` gets the same response. */
  readonly repeatsByKey?: true
  /** How long from now a refresh token is promised to be good, in seconds. */
  readonly refreshTokenSeconds?: number
  readonly close: () => Promise<void>
}

export interface ProtectedResource {
  readonly url: string
  readonly scope: string
  /** A scope that another client has and that is insufficient here. */
  readonly tooLittle?: string
  /** The resource indicator of another API (RFC 8707). */
  readonly elsewhere?: string
}

/** What an operator does while tokens are in use. */
export interface Operator {
  disableUser(user: User): Promise<void>
  enableUser(user: User): Promise<void>
  disableClient(client: Client): Promise<void>
  enableClient(client: Client): Promise<void>
}

/** The issuer lacks the feature that the rule is about: neither a failure nor a success. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered'
}

/** The capability, or `NotOffered`. */
export function offered<Capability>(capability: Capability | undefined, what: string): Capability {
  if (capability === undefined) throw new NotOffered(`${what} is not offered`)
  return capability
}

/** `NotOffered` if the scopes of `cast.ts` are unknown: an existing server has its own. */
export function needsScopes({ metadata }: Issuer): void {
  const known = metadata['scopes_supported']
  const all =
    Array.isArray(known) && ['notes:read', 'notes:write'].every((one) => known.includes(one))
  if (!all) throw new NotOffered('the scopes notes:read and notes:write are not offered')
}
