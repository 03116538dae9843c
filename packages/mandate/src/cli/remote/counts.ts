import { type Counted, inCounts, MOST_COUNTED } from '../../operations/live-grants.ts'
import type { GrantDocument } from '../shown/grants.ts'
import type { AdminApi } from './admin-api.ts'

/** Counts live grants, as `countLiveGrants` does here. */
export async function countRemoteGrants(
  api: AdminApi,
  whose: { readonly sub?: string; readonly client_id?: string },
  where: (grant: GrantDocument) => boolean = () => true,
): Promise<Counted> {
  const listed = await api.list('/grants', whose, MOST_COUNTED + 1)
  const live = (listed as unknown as readonly GrantDocument[]).filter(
    (grant) => grant.active && where(grant),
  )
  return inCounts({
    grants: live.length,
    users: new Set(live.flatMap(({ username, sub }) => (username === undefined ? [] : sub))).size,
    clients: new Set(live.map(({ client_id: id }) => id)).size,
    isMore: listed.length > MOST_COUNTED,
  })
}
