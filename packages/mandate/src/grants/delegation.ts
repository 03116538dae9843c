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

interface Limiting {
  readonly client: {
    readonly metadata: { readonly token_exchange_actors?: readonly string[] | undefined }
  }
}

/**
 * The clients that may become the next actor, as every client that the token came through limits it
 * (`token_exchange_actors`). Undefined if none of them does.
 */
export function eligibleActors({
  client,
  ancestors,
}: Limiting & { readonly ancestors: readonly Limiting[] }): readonly string[] | undefined {
  let eligible: readonly string[] | undefined
  for (const one of [client, ...ancestors.map((ancestor) => ancestor.client)]) {
    const { token_exchange_actors: actors } = one.metadata
    if (actors === undefined) continue
    eligible = eligible?.filter((id) => actors.includes(id)) ?? actors
  }
  return eligible
}

/**
 * The claim `may_act` (RFC 8693 §4.4). It identifies one party, so it is left out if several clients
 * are eligible, and if nothing limits who is.
 */
export function mayActOf(
  found: Limiting & { readonly ancestors: readonly Limiting[] },
): { readonly sub: string } | undefined {
  const [sub, ...others] = eligibleActors(found) ?? []
  return sub === undefined || others.length > 0 ? undefined : { sub }
}
