/**
 * The issuer under test, as the rules see it. An adapter (`adapters/`) makes one: it registers the
 * clients of `cast.ts`, a user and an API, and knows how to fill in the issuer's pages. Everything
 * else is done over HTTP.
 */

import type { Role } from './cast.ts'
import type { Browser, User } from './parties/browser.ts'

export interface Client {
  readonly id: string
  /** Null for a public client. */
  readonly secret: string | null
  readonly redirectUris: readonly [string, ...string[]]
  readonly needsPkce: boolean
}

export interface Credentials {
  readonly id: string
  readonly secret: string
}

/** The addresses of RFC 8414 §2 and the rest of the document. */
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
  /** The API that the tokens are for, with the credentials it introspects with. */
  readonly api: Credentials & { readonly uri: string }
  /** A second API, for which the first one's tokens are not meant. */
  readonly otherApi: Credentials & { readonly uri: string }
  /** What a login has to send besides what RFC 6749 requires, for the issuer to grant anything. */
  readonly usualParameters: Readonly<Record<string, string>>
  /** A browser without a session. */
  readonly newBrowser: () => Browser
  /** A browser in which `user` is signed in. */
  readonly signedIn: () => Browser

  // What not every issuer offers; a rule that needs it says so with `offered`.

  /** Tries to register a redirect URI; answers whether it was accepted. */
  readonly register?: (redirectUri: string) => Promise<boolean>
  /** Something that takes bearer tokens (RFC 6750), and a scope that opens it. */
  readonly protectedResource?: ProtectedResource
  readonly operator?: Operator
  /** A code and an access token of `plain` whose lifetime was short and is over. */
  readonly expired?: () => Promise<{ readonly code: string; readonly accessToken: string }>
  /** Everything kept on disk and everything logged until now. */
  readonly traces?: () => Promise<readonly { readonly where: string; readonly bytes: Buffer }[]>
  /** The pages are a part of it, not of whatever it is embedded in. */
  readonly ownPages?: true
  /** Does something while nothing can be written to its storage. */
  readonly whileStorageFails?: <Done>(act: () => Promise<Done>) => Promise<Done>
  /** The same clients and users at an issuer that reads token parameters from the query, too. */
  readonly readingQueries?: () => Promise<Issuer>
  /** The same request with the same `Idempotency-Key` gets the same answer. */
  readonly repeatsByKey?: true
  /** The time from now that a refresh token is promised to be good, in seconds. */
  readonly refreshTokenSeconds?: number
  readonly close: () => Promise<void>
}

export interface ProtectedResource {
  readonly url: string
  readonly scope: string
  /** A scope that some other client has and that is too little here. */
  readonly tooLittle?: string
  /** The resource indicator of another API (RFC 8707). */
  readonly elsewhere?: string
}

/** What an operator does while tokens are out. */
export interface Operator {
  disableUser(user: User): Promise<void>
  enableUser(user: User): Promise<void>
  disableClient(client: Client): Promise<void>
  enableClient(client: Client): Promise<void>
}

/** The issuer does not have what the rule is about: no failure, and no success either. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered'
}

/** The capability, or `NotOffered`. */
export function offered<Capability>(capability: Capability | undefined, what: string): Capability {
  if (capability === undefined) throw new NotOffered(`${what} is not offered`)
  return capability
}

/** `NotOffered` where the scopes of `cast.ts` are unknown: a server that runs already has its own. */
export function needsScopes({ metadata }: Issuer): void {
  const known = metadata['scopes_supported']
  const all =
    Array.isArray(known) && ['notes:read', 'notes:write'].every((one) => known.includes(one))
  if (!all) throw new NotOffered('the scopes notes:read and notes:write are not offered')
}
