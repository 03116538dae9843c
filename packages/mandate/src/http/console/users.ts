/** `/console/users`: the list of users, newest first or by the beginning of an address or a name. */

import { type ShownUser, USERS, type UserState, usersPage } from '../../pages/console/users.ts'
import { emailKey } from '../../people/email.ts'
import type { Account } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import { may, placeOf, sendConsole } from './visit.ts'

const ROWS = 50

export const usersInConsole = consolePage({
  path: USERS,
  needs: 'users:read',
  show: async ({ store }, visit) => {
    const { query, props } = visit
    const line = (name: string) => query.one(name)?.trim() ?? ''
    const [begins, name, from] = [line('begins'), line('name'), query.one('from')]
    const { rows, next } = await read(store.accounts, { begins, name, from })
    const filter = begins === '' ? { name } : { begins }
    return sendConsole(
      visit,
      usersPage({
        ...props,
        users: rows.map(shownUser),
        ...{ begins, name },
        first: from === undefined ? null : listAddress(USERS, filter),
        next: next && listAddress(USERS, { ...filter, from: next }),
        canAdd: may(visit, 'users:write'),
      }),
    )
  },
})

/** By an address, if one is given, or else by a name. */
function read(
  accounts: HttpContext['store']['accounts'],
  asked: { readonly begins: string; readonly name: string; readonly from: string | undefined },
) {
  const { begins, name, from } = asked
  if (begins !== '') {
    return accounts.listByAddress(emailKey(begins), { after: from, limit: ROWS })
  }
  return name === ''
    ? accounts.listNewest({ before: from, limit: ROWS })
    : accounts.listByName(name, { after: from, limit: ROWS })
}

function shownUser(account: Account): ShownUser {
  const { id, email, name, createdAt } = account
  return { id, address: placeOf('users', id), email, name, createdAt, state: stateOf(account) }
}

export function stateOf({ disabledAt, deletion }: Account): UserState {
  if (deletion !== null) return 'toBeDeleted'
  return disabledAt === null ? 'active' : 'disabled'
}
