/** What operators do with one user: disable and enable, end sessions, forget failed sign-ins. */

import { signOutEverywhere } from '../../operations/account-ends.ts'
import { disableAccount, enableAccount, unlockAccount } from '../../operations/accounts.ts'
import { endSessionOf } from '../../operations/sessions.ts'
import { shownName } from '../../people/account.ts'
import type { Account } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { counted, countedGrants, liveGrantsOf } from './counts.ts'
import { alerted, done, goAndTell, placeOf, sendMissing, type Visit } from './visit.ts'

const text = consoleWords.users
export const userAddress = ({ id = '' }: Visit['params']) => placeOf('users', id)
const page = userAddress
export const noSuchUser = (visit: Visit) => sendMissing(visit, { current: 'users', what: 'user' })

export function userOf({ store }: HttpContext, { params }: Visit): Promise<Account | undefined> {
  return store.accounts.find(params['id'] ?? '')
}

export const nameOf = (account: Account): string => shownName(account) ?? account.id

export const disableUser = consoleAct({
  path: '/console/users/:id/disable',
  needs: 'users:write',
  needsRecentSignIn: true,
  page,
  ask: async (context, visit) => {
    const account = await userOf(context, visit)
    if (account === undefined) return noSuchUser(visit)
    const [live, { length }] = await Promise.all([
      liveGrantsOf(context, { accountId: account.id }),
      context.store.sessions.listOf(account.id),
    ])
    const { grants, apps } = countedGrants(live)
    return {
      ...{ current: 'users', title: text.disableQuestion(nameOf(account)), typed: null },
      consequences: [
        text.sessionsEnd(counted(length, 'session')),
        text.grantsRefused(grants, apps),
        text.disableUndo,
      ],
      ...{ button: text.disableButton, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const account = await userOf(context, visit)
    const accountId = account?.id ?? ''
    const outcome = await disableAccount(context, visit.operating.actor, { accountId })
    if (account === undefined || outcome.is === 'no_such_account') return noSuchUser(visit)
    const told = done(text.wasDisabled(nameOf(account)))
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})

export const enableUser = consoleAct({
  path: '/console/users/:id/enable',
  needs: 'users:write',
  needsRecentSignIn: false,
  page,
  perform: async (context, visit) => {
    const account = await userOf(context, visit)
    const accountId = account?.id ?? ''
    const outcome = await enableAccount(context, visit.operating.actor, { accountId })
    if (account === undefined || outcome.is === 'no_such_account') return noSuchUser(visit)
    const told = done(text.wasEnabled(nameOf(account)))
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})

export const unlockUser = consoleAct({
  path: '/console/users/:id/unlock',
  needs: 'users:help',
  needsRecentSignIn: false,
  page,
  perform: async (context, visit) => {
    const accountId = visit.params['id'] ?? ''
    const outcome = await unlockAccount(context, visit.operating.actor, { accountId })
    if (outcome.is === 'no_such_account') return noSuchUser(visit)
    return goAndTell(context, visit, { address: page(visit.params), told: done(text.wasUnlocked) })
  },
})

export const endUserSession = consoleAct({
  path: '/console/users/:id/sessions/end',
  needs: 'users:help',
  needsRecentSignIn: false,
  page,
  perform: async (context, visit) => {
    const session = { accountId: visit.params['id'] ?? '', id: visit.form.one('session') ?? '' }
    const { is } = await endSessionOf(context, visit.operating.actor, session)
    const told = is === 'ended' ? done(text.sessionEnded) : alerted(text.sessionOver)
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})

export const endUserSessions = consoleAct({
  path: '/console/users/:id/sessions/end-all',
  needs: 'users:help',
  needsRecentSignIn: false,
  page,
  ask: async (context, visit) => {
    const account = await userOf(context, visit)
    if (account === undefined) return noSuchUser(visit)
    const { length } = await context.store.sessions.listOf(account.id)
    return {
      ...{ current: 'users', title: text.endSessionsQuestion(nameOf(account)), typed: null },
      consequences: [text.sessionsEnd(counted(length, 'session')), text.appsStay],
      ...{ button: text.endSessionsButton, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const accountId = visit.params['id'] ?? ''
    const outcome = await signOutEverywhere(context, visit.operating.actor, { accountId })
    if (outcome.is === 'no_such_account') return noSuchUser(visit)
    const told = done(text.sessionsEnded(counted(outcome.sessions, 'session')))
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})
