/** Who a request acts for, once its token is found good. */

import type { AllowedDetail, AuthorizationDetail, DetailLimits } from './details/detail.ts'

export interface Principal {
  /** The account the token acts for (`sub`). */
  readonly subject: string
  /** The client that acts (`client_id`). */
  readonly clientId: string
  /** The account's display name, if the server sends it. */
  readonly username: string | undefined
  /** Scope tokens. */
  readonly scope: ReadonlySet<string>
  /** When the token expires, in seconds since 1970. */
  readonly expiresAt: number
  /** The APIs the token is meant for (`aud`); empty if the server names none. */
  readonly audience: readonly string[]
  /** How surely the user signed in (`acr`), if the server says so. */
  readonly acr?: string
  /** When the user signed in, in seconds since 1970 (`auth_time`), if the server says so. */
  readonly authTime?: number
  /** What the user allowed beyond the scope (RFC 9396 §9.2), if anything; check it as you check the scope. */
  readonly authorizationDetails?: readonly AuthorizationDetail[]
  /** Which of their members are limits, one for each of them; absent if the server names none. */
  readonly authorizationDetailsLimits?: readonly (DetailLimits | null)[]
  /** The one that allows this request, if the route requires `details`. */
  readonly allowed?: AllowedDetail
  /**
   * The clients that act for the user one through the other (`act`, RFC 8693 §4.1): first the one that
   * calls, last the one that the user connected. Absent if the user connected the caller itself.
   */
  readonly actors?: readonly string[]
  /** The token's id (`jti`). Safe to log: it does not reveal the token. */
  readonly tokenId: string | undefined
}

const admitted = new WeakMap<object, Principal>()

/** For frameworks whose handlers take only the request. */
export function admit(request: object, principal: Principal): void {
  admitted.set(request, principal)
}

/**
 * The principal of a request that `guard.express` or `guard.fastify` let through. Throws if the
 * route is not behind a guard: that is a hole in the API, never an anonymous caller.
 */
export function principalOf(request: object): Principal {
  const principal = admitted.get(request)
  if (principal === undefined) {
    throw new Error('no guard is in front of this route: add guard.express() or guard.fastify()')
  }
  return principal
}
