/** `/console/operators`: who runs Mandate, and in which role. */

import {
  addOperator,
  confirmOperator,
  removeOperator,
  setOperatorRole,
} from '../../operations/operators.ts'
import { isRole } from '../../operators/roles.ts'
import { type ListedOperator, OPERATORS, operatorsPage } from '../../pages/console/operators.ts'
import { secondFactorsOf } from '../../people/second-factors.ts'
import type { OperatorRow } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { findUser } from './find.ts'
import { listAddress } from './lists.ts'
import { consolePage } from './page.ts'
import { nameOf } from './user-act.ts'
import {
  alerted,
  done,
  goAndTell,
  may,
  placeOf,
  sendConsole,
  sendMissing,
  type Visit,
} from './visit.ts'

const text = consoleWords.operators
const ROWS = 50
const page = () => OPERATORS
const noSuchOperator = (visit: Visit) =>
  sendMissing(visit, { current: 'operators', what: 'operator' })

export const operatorsInConsole = consolePage({
  path: OPERATORS,
  needs: 'operators:read',
  show: async (context, visit) => {
    const after = visit.query.one('from')
    const { rows, next } = await context.store.operators.list({ after, limit: ROWS })
    return sendConsole(
      visit,
      operatorsPage({
        ...visit.props,
        operators: await Promise.all(rows.map((row) => listed(context, visit, row))),
        next: next && listAddress(OPERATORS, { from: next }),
        canChange: may(visit, 'operators:write'),
      }),
    )
  },
})

async function listed(
  { store }: HttpContext,
  visit: Visit,
  { accountId, role, createdAt, unconfirmedSince }: OperatorRow,
): Promise<ListedOperator> {
  const [account, factors] = await Promise.all([
    store.accounts.find(accountId),
    secondFactorsOf(store, accountId),
  ])
  return {
    ...{ id: accountId, role, createdAt, name: account ? nameOf(account) : accountId },
    userAddress: placeOf('users', accountId),
    address: placeOf('operators', accountId),
    isDisabled: account?.disabledAt !== null,
    isUnconfirmed: unconfirmedSince !== null,
    hasSecondFactor: factors.totp || factors.passkeys > 0,
    isYou: accountId === visit.operating.signedIn.account.id,
  }
}

export const giveRole = consoleAct({
  path: OPERATORS,
  needs: 'operators:write',
  needsRecentSignIn: true,
  page,
  perform: async (context, visit) => {
    const { form } = visit
    const role = form.one('role') ?? ''
    const account = await findUser(context.store, form.one('user')?.trim() ?? '')
    const tell = (told: Parameters<typeof goAndTell>[2]['told']) =>
      goAndTell(context, visit, { address: OPERATORS, told })
    if (account === undefined) return tell(alerted(text.unknownUser))
    if (!isRole(role)) return tell(alerted(text.unknownRole))
    const wanted = { accountId: account.id, role }
    const { is } = await addOperator(context, visit.operating.actor, wanted)
    switch (is) {
      case 'added':
        return tell(done(text.wasAdded(nameOf(account))))
      case 'operator_before':
        return tell(alerted(text.isOperator))
      case 'disabled':
        return tell(alerted(text.disabledUser))
      case 'no_such_account':
        return tell(alerted(text.unknownUser))
    }
  },
})

export const changeRole = consoleAct({
  path: '/console/operators/:id/role',
  needs: 'operators:write',
  needsRecentSignIn: true,
  page,
  perform: async (context, visit) => {
    const accountId = visit.params['id'] ?? ''
    const role = visit.form.one('role') ?? ''
    if (!isRole(role)) {
      return goAndTell(context, visit, { address: OPERATORS, told: alerted(text.unknownRole) })
    }
    const { is } = await setOperatorRole(context, visit.operating.actor, { accountId, role })
    if (is === 'no_such_operator') return noSuchOperator(visit)
    const account = await context.store.accounts.find(accountId)
    const told = {
      changed: done(text.wasChanged(account ? nameOf(account) : accountId)),
      unchanged: alerted(text.unchanged),
      last_owner: alerted(text.lastOwner),
    }[is]
    return goAndTell(context, visit, { address: OPERATORS, told })
  },
})

export const confirmRole = consoleAct({
  path: '/console/operators/:id/confirm',
  needs: 'operators:write',
  needsRecentSignIn: true,
  page,
  ask: async ({ store }, visit) => {
    const account = await findOperator(store, visit)
    if (account === undefined) return noSuchOperator(visit)
    const { id } = account
    const [app, passkeys, identities] = await Promise.all([
      store.secondFactors.findTotp(id),
      store.passkeys.listOf(id),
      store.accounts.listIdentities(id),
    ])
    return {
      ...{ current: 'operators', title: text.confirmQuestion(nameOf(account)), typed: null },
      consequences: [
        ...(app === undefined ? [] : [text.confirmApp(dayOf(app.createdAt))]),
        ...passkeys.map(({ name, createdAt }) => text.confirmPasskey(name, dayOf(createdAt))),
        ...identities.map(({ provider, createdAt }) => text.confirmWay(provider, dayOf(createdAt))),
        text.confirmAsk,
      ],
      ...{ button: text.confirmButton, back: OPERATORS },
    }
  },
  perform: async (context, visit) => {
    const accountId = visit.params['id'] ?? ''
    const account = await context.store.accounts.find(accountId)
    const { is } = await confirmOperator(context, visit.operating.actor, { accountId })
    if (is === 'no_such_operator') return noSuchOperator(visit)
    const told = done(text.wasConfirmed(account ? nameOf(account) : accountId))
    return goAndTell(context, visit, { address: OPERATORS, told })
  },
})

/** The account of the operator whom the address names. */
async function findOperator({ operators, accounts }: HttpContext['store'], { params }: Visit) {
  const id = params['id'] ?? ''
  const [row, account] = await Promise.all([operators.find(id), accounts.find(id)])
  return row && account
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10)
}

export const takeRole = consoleAct({
  path: '/console/operators/:id/remove',
  needs: 'operators:write',
  needsRecentSignIn: true,
  page,
  ask: async ({ store }, visit) => {
    const account = await findOperator(store, visit)
    if (account === undefined) return noSuchOperator(visit)
    return {
      ...{ current: 'operators', title: text.removeQuestion(nameOf(account)), typed: null },
      consequences: text.removeConsequences,
      ...{ button: text.removeButton, back: OPERATORS },
    }
  },
  perform: async (context, visit) => {
    const accountId = visit.params['id'] ?? ''
    const account = await context.store.accounts.find(accountId)
    const { is } = await removeOperator(context, visit.operating.actor, { accountId })
    if (is === 'no_such_operator') return noSuchOperator(visit)
    const name = account ? nameOf(account) : accountId
    const told = is === 'removed' ? done(text.wasRemoved(name)) : alerted(text.lastOwner)
    return goAndTell(context, visit, { address: OPERATORS, told })
  },
})
