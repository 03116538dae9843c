/**
 * Who acts for a person through whom: the grants that were delegated from those that the person gave,
 * as a tree below each (RFC 8693).
 */

import type { Installation } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Client } from '../store/records.ts'

/** A program that acts through an app, or through another program. */
export interface Delegate {
  readonly installation: Installation
  readonly client: Client
  /** The program between it and the app; null if the app passed its access to it. */
  readonly through: Client | null
}

export interface Delegations {
  /** The grants that the person gave. */
  readonly own: readonly Installation[]
  /** Those below each of them, by its id: each after the one that it acts through. */
  readonly below: ReadonlyMap<string, readonly Delegate[]>
}

/**
 * Sorts a page of live grants. What was delegated from a grant that is not on the page counts as given
 * by the person if it is still good, so that it can be seen and ended; otherwise it is left out.
 * Rejects only with `StorageUnavailable`.
 */
export async function sortDelegates(
  { grants, clients }: Pick<ReadStore, 'grants' | 'clients'>,
  listed: readonly Installation[],
): Promise<Delegations> {
  if (listed.every(({ parent }) => parent === null)) return { own: listed, below: new Map() }
  const children = Map.groupBy(listed, ({ parent }) => parent)
  const reached = new Set<string>()
  const clientOf = new Map<string, Client | undefined>()
  for (const { clientId, parent } of listed) {
    if (parent === null || clientOf.has(clientId)) continue
    clientOf.set(clientId, await clients.find(clientId))
  }
  const delegatesOf = (id: Installation['id'], through: Client | null): readonly Delegate[] =>
    (children.get(id) ?? []).toSorted(byAge).flatMap((installation) => {
      reached.add(installation.id)
      const client = clientOf.get(installation.clientId)
      if (client === undefined) return []
      return [{ installation, client, through }, ...delegatesOf(installation.id, client)]
    })
  const roots = children.get(null) ?? []
  const below = new Map(roots.map(({ id }) => [id as string, delegatesOf(id, null)]))
  const orphans = listed.filter(({ id, parent }) => parent !== null && !reached.has(id))
  const found = await Promise.all(orphans.map(({ id }) => grants.find(id)))
  const good = orphans.filter((_, place) =>
    found[place]?.ancestors.every(({ grant }) => grant.revokedAt === null),
  )
  return { own: [...roots, ...good], below }
}

function byAge(one: Installation, other: Installation): number {
  return one.createdAt - other.createdAt
}
