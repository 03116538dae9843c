/**
 * Grants that were delegated from others (RFC 8693 §1.1): the chain from the client that acts up to
 * the one that a person connected.
 */

/** Who acts, and for whom it does so in turn: the `act` claim (RFC 8693 §4.1). */
export interface Actor {
  readonly sub: string
  readonly act?: Actor
}

interface Link {
  readonly grant: { readonly clientId: string }
}

/**
 * The claim `act` of a delegated grant; undefined for any other. The outermost actor is the client
 * that acts now, the innermost the one that the person connected: the token is good only as long as
 * each of them is.
 */
export function actorsOf({
  grant,
  ancestors,
}: Link & { readonly ancestors: readonly Link[] }): Actor | undefined {
  if (ancestors.length === 0) return undefined
  return [grant, ...ancestors.map((one) => one.grant)].reduceRight<Actor | undefined>(
    (act, { clientId: sub }) => (act === undefined ? { sub } : { sub, act }),
    undefined,
  )
}
