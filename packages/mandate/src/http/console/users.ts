/** `/console/users`: the list of users, newest first or by the beginning of their addresses. */

import { type ShownUser, USERS, type UserState, usersPage } from '../../pages/console/users.ts'
import { emailKey } from '../../people/email.ts'
import type { Account } from '../../store/records.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import { may, placeOf, sendConsole } from './visit.ts'

const ROWS = 50

export const usersInConsole = consolePage({
  path: USERS,
  needs: 'users:read',
  show: async ({ store }, visit) => {
    const { query, props } = visit
    const begins = query.one('begins')?.trim() ?? ''
    const from = query.one('from')
    const page =
      begins === ''
        ? await store.accounts.listNewest({ before: from, limit: ROWS })
        : await store.accounts.listByAddress(emailKey(begins), { after: from, limit: ROWS })
    const filter = begins === '' ? {} : { begins }
    return sendConsole(
      visit,
      usersPage({
        ...props,
        users: page.rows.map(shownUser),
        begins,
        first: from === undefined ? null : listAddress(USERS, filter),
        next: page.next && listAddress(USERS, { ...filter, from: page.next }),
        canAdd: may(visit, 'users:write'),
      }),
    )
  },
})

function shownUser(account: Account): ShownUser {
  const { id, email, name, createdAt } = account
  return { id, address: placeOf('users', id), email, name, createdAt, state: stateOf(account) }
}

export function stateOf({ disabledAt, deletion }: Account): UserState {
  if (deletion !== null) return 'toBeDeleted'
  return disabledAt === null ? 'active' : 'disabled'
}
