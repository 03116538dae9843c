/** How many live grants an act would end: for whoever asks before doing it. */

import { accountOf, type Grant } from '../grants/grant.ts'
import type { Store } from '../store/port.ts'

interface GrantList {
  readonly grants: Pick<Store['grants'], 'list'>
}

/** Stop counting here: a higher number would not change the decision, and reading takes time. */
export const MOST_COUNTED = 10_000
const PAGE = 1_000

/** The number of live grants, and of their users or clients, in words. */
export interface Counted {
  /** `412 grants`, `1 grant`, `more than 10000 grants` */
  readonly grants: string
  /** The number alone. */
  readonly count: number
  readonly users: string
  readonly clients: string
  /** `412 grants of 390 users`, or `no grants` */
  readonly grantsOfUsers: string
}

/** Counts live grants, all or those of a user or client. */
export async function countLiveGrants(
  store: GrantList,
  whose: { readonly accountId?: string; readonly clientId?: string },
  { now, where = () => true }: { readonly now: number; readonly where?: (grant: Grant) => boolean },
): Promise<Counted> {
  let grants = 0
  let read = 0
  const [users, clients] = [new Set<string>(), new Set<string>()]
  let after: string | undefined
  do {
    const page = await store.grants.list(whose, { after, limit: PAGE })
    for (const grant of page.rows) {
      if (grant.revokedAt !== null || grant.expiresAt <= now || !where(grant)) continue
      grants += 1
      const accountId = accountOf(grant)
      if (accountId !== null) users.add(accountId)
      clients.add(grant.clientId)
    }
    read += page.rows.length
    after = page.next ?? undefined
  } while (after !== undefined && read < MOST_COUNTED)
  return inCounts({
    ...{ grants, users: users.size, clients: clients.size },
    isMore: after !== undefined,
  })
}

/** The numbers in words. `isMore`: not all were counted. */
export function inCounts(of: {
  readonly grants: number
  readonly users: number
  readonly clients: number
  readonly isMore: boolean
}): Counted {
  const counted = (count: number, noun: string) =>
    `${of.isMore ? 'more than ' : ''}${count} ${noun}${count === 1 ? '' : 's'}`
  const said = {
    grants: counted(of.grants, 'grant'),
    users: counted(of.users, 'user'),
    clients: counted(of.clients, 'client'),
  }
  const grantsOfUsers = of.grants === 0 ? 'no grants' : `${said.grants} of ${said.users}`
  return { ...said, count: of.grants, grantsOfUsers }
}
