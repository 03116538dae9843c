/** Grants as the console shows them: state, names, and the tree that one is in. */

import { accountOf, type Grant, type GrantId } from '../../grants/grant.ts'
import type { ShownGrant } from '../../pages/console/grant-tree.ts'
import type { GrantState } from '../../pages/console/grants.ts'
import { shownName } from '../../people/account.ts'
import type { GrantWithParties } from '../../store/port.ts'
import type { ReadStore } from '../../store/read-only.ts'
import { clientNames } from './grants-shown.ts'
import { placeOf } from './visit.ts'

/** `now` in seconds since 1970. What it was delegated from is not looked at. */
export function stateOf(grant: Grant, now: number): GrantState {
  if (grant.revokedAt !== null) return 'ended'
  if (grant.expiresAt > now) return 'live'
  return grant.generation === 0 ? 'notRedeemed' : 'expired'
}

/** The names of the users of these grants, by their ids. Deleted ones are left out. */
export async function userNames(
  { accounts }: Pick<ReadStore, 'accounts'>,
  grants: readonly Grant[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(grants.flatMap((grant) => accountOf(grant) ?? []))]
  const found = await Promise.all(ids.map((id) => accounts.find(id)))
  return new Map(
    found.flatMap((account) => (account ? [[account.id, shownName(account) ?? account.id]] : [])),
  )
}

/** The grants above it, itself, and those below it: at most as many as a chain of delegation has. */
export async function treeOf(
  store: Pick<ReadStore, 'grants' | 'clients'>,
  { grant, ancestors }: GrantWithParties,
  now: number,
): Promise<ShownGrant> {
  const above = ancestors.map((one) => one.grant)
  const below = await descendantsOf(store, grant.id)
  const names = await clientNames(store, [grant, ...above, ...[...below.values()].flat()])
  const isAliveAbove = above.every((one) => stateOf(one, now) === 'live')
  const shown = (one: Grant, children: readonly ShownGrant[]): ShownGrant => ({
    ...{ id: one.id, address: placeOf('grants', one.id), scope: one.scope },
    ...{ clientAddress: placeOf('clients', one.clientId), below: children },
    clientName: names.get(one.clientId) ?? null,
    ...{ createdAt: one.createdAt, redeemedAt: one.redeemedAt },
    isLive: stateOf(one, now) === 'live' && (isAliveAbove || above.includes(one)),
    isHere: one.id === grant.id,
  })
  const branch = (one: Grant): ShownGrant => shown(one, (below.get(one.id) ?? []).map(branch))
  // The nearest comes first, so each takes what is below it.
  return above.reduce((child, parent) => shown(parent, [child]), branch(grant))
}

async function descendantsOf(
  store: Pick<ReadStore, 'grants'>,
  id: GrantId,
): Promise<ReadonlyMap<string, readonly Grant[]>> {
  const found = new Map<string, readonly Grant[]>()
  const look = async (parent: GrantId): Promise<void> => {
    const children = await store.grants.listDelegated(parent)
    found.set(parent, children)
    await Promise.all(children.map((child) => look(child.id)))
  }
  await look(id)
  return found
}
