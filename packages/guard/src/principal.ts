/** Who a request acts for, once its token was found good. */

export interface Principal {
  /** The account the token acts for (`sub`). */
  readonly subject: string
  /** The client that acts (`client_id`). */
  readonly clientId: string
  /** The account's name for people, where the server tells it. */
  readonly username: string | undefined
  /** Scope tokens. */
  readonly scope: ReadonlySet<string>
  /** The end of the token, in seconds since 1970. */
  readonly expiresAt: number
  /** The APIs the token is meant for (`aud`); empty where the server names none. */
  readonly audience: readonly string[]
  /** The name of this one token (`jti`): fit for logs, says nothing of the token itself. */
  readonly tokenId: string | undefined
}

const admitted = new WeakMap<object, Principal>()

/** Called by the adapters of frameworks whose handlers take the request alone. */
export function admit(request: object, principal: Principal): void {
  admitted.set(request, principal)
}

/**
 * The principal of a request that `guard.express` or `guard.fastify` let through. Throws where no
 * guard stands before the route: that is a hole in the API, never an anonymous caller.
 */
export function principalOf(request: object): Principal {
  const principal = admitted.get(request)
  if (principal === undefined) {
    throw new Error('no guard is in front of this route: add guard.express() or guard.fastify()')
  }
  return principal
}
