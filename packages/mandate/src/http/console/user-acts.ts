/** What operators do with one user: disable and enable, end sessions, forget failed sign-ins. */

import { signOutEverywhere } from '../../operations/account-ends.ts'
import { disableAccount, enableAccount, unlockAccount } from '../../operations/accounts.ts'
import { endSessionOf } from '../../operations/sessions.ts'
import { consoleWords } from '../../words/console/console.ts'
import { counted, countedGrants, liveGrantsOf } from './counts.ts'
import { nameOf, userAct } from './user-act.ts'
import { alerted, done } from './visit.ts'

const text = consoleWords.users

export const disableUser = userAct({
  path: '/disable',
  needs: 'users:write',
  needsRecentSignIn: true,
  ask: async (context, account) => {
    const [live, { length }] = await Promise.all([
      liveGrantsOf(context, { accountId: account.id }),
      context.store.sessions.listOf(account.id),
    ])
    const { grants, apps } = countedGrants(live)
    return {
      ...{ title: text.disableQuestion(nameOf(account)), typed: null },
      consequences: [
        text.sessionsEnd(counted(length, 'session')),
        text.grantsRefused(grants, apps),
        text.disableUndo,
      ],
      button: text.disableButton,
    }
  },
  perform: async (context, { operating }, account) => {
    const { is } = await disableAccount(context, operating.actor, { accountId: account.id })
    return is === 'disabled' ? done(text.wasDisabled(nameOf(account))) : undefined
  },
})

export const enableUser = userAct({
  path: '/enable',
  needs: 'users:write',
  needsRecentSignIn: false,
  perform: async (context, { operating }, account) => {
    const { is } = await enableAccount(context, operating.actor, { accountId: account.id })
    return is === 'enabled' ? done(text.wasEnabled(nameOf(account))) : undefined
  },
})

export const unlockUser = userAct({
  path: '/unlock',
  needs: 'users:help',
  needsRecentSignIn: false,
  perform: async (context, { operating }, { id: accountId }) => {
    const { is } = await unlockAccount(context, operating.actor, { accountId })
    return is === 'unlocked' ? done(text.wasUnlocked) : undefined
  },
})

export const endUserSession = userAct({
  path: '/sessions/end',
  needs: 'users:help',
  needsRecentSignIn: false,
  perform: async (context, { operating, form }, { id: accountId }) => {
    const session = { accountId, id: form.one('session') ?? '' }
    const { is } = await endSessionOf(context, operating.actor, session)
    return is === 'ended' ? done(text.sessionEnded) : alerted(text.sessionOver)
  },
})

export const endUserSessions = userAct({
  path: '/sessions/end-all',
  needs: 'users:help',
  needsRecentSignIn: false,
  ask: async (context, account) => {
    const { length } = await context.store.sessions.listOf(account.id)
    return {
      ...{ title: text.endSessionsQuestion(nameOf(account)), typed: null },
      consequences: [text.sessionsEnd(counted(length, 'session')), text.appsStay],
      button: text.endSessionsButton,
    }
  },
  perform: async (context, { operating }, { id: accountId }) => {
    const outcome = await signOutEverywhere(context, operating.actor, { accountId })
    return outcome.is === 'no_such_account'
      ? undefined
      : done(text.sessionsEnded(counted(outcome.sessions, 'session')))
  },
})
