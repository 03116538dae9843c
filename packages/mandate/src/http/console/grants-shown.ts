/** Grants as the console's pages show them. */

import type { ShownGrant } from '../../pages/console/grant-tree.ts'
import type { Installation } from '../../store/port.ts'
import type { ReadStore } from '../../store/read-only.ts'
import { placeOf } from './visit.ts'

/** The names of the clients that these name, by their ids. Deleted ones are left out. */
export async function clientNames(
  { clients }: Pick<ReadStore, 'clients'>,
  these: readonly { readonly clientId?: string }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(these.flatMap(({ clientId }) => clientId ?? []))]
  const found = await Promise.all(ids.map((id) => clients.find(id)))
  return new Map(found.flatMap((client) => (client ? [[client.id, client.name]] : [])))
}

/**
 * Live grants, each with those that were delegated from it. One whose parent is not among them stands
 * by itself.
 */
export async function shownTree(
  store: Pick<ReadStore, 'clients'>,
  installations: readonly Installation[],
): Promise<readonly ShownGrant[]> {
  const names = await clientNames(store, installations)
  const listed = new Set<string>(installations.map(({ id }) => id))
  const below = Map.groupBy(installations, ({ parent }) => parent)
  const shown = (grant: Installation): ShownGrant => ({
    ...{ id: grant.id, address: placeOf('grants', grant.id), isLive: true },
    ...{ clientAddress: placeOf('clients', grant.clientId), scope: grant.scope },
    clientName: names.get(grant.clientId) ?? null,
    ...{ createdAt: grant.createdAt, redeemedAt: grant.redeemedAt },
    below: (below.get(grant.id) ?? []).map(shown),
  })
  return installations.filter(({ parent }) => parent === null || !listed.has(parent)).map(shown)
}
