/** What operators do with a user's credentials, and the end of an account. */

import { deleteAccount } from '../../operations/account-ends.ts'
import { removeAllPasskeys } from '../../operations/passkeys.ts'
import { makeResetLink } from '../../operations/reset-links.ts'
import { removeTotp } from '../../operations/second-factors.ts'
import { secretPage } from '../../pages/console/secret.ts'
import { USERS } from '../../pages/console/users.ts'
import { html } from '../../pages/html.ts'
import { day } from '../../pages/time.ts'
import { consoleWords } from '../../words/console/console.ts'
import { counted, countedGrants, liveGrantsOf } from './counts.ts'
import { nameOf, userAct, userAddress } from './user-act.ts'
import { alerted, done, sendConsole } from './visit.ts'

const text = consoleWords.users

export const makeLinkForUser = userAct({
  path: '/reset-link',
  needs: 'users:write',
  needsRecentSignIn: true,
  isOnce: true,
  ask: (_, account) => ({
    ...{ title: text.linkQuestion(nameOf(account)), typed: null },
    ...{ consequences: text.linkConsequences, button: text.linkButton },
  }),
  perform: async (context, visit, account) => {
    const whose = { account, accountId: account.id }
    const outcome = await makeResetLink(context, visit.operating.actor, whose)
    if (outcome.is === 'disabled') return alerted(text.linkDisabled)
    const { props } = visit
    const until = html`${text.linkUntil} ${day(props.words, outcome.expiresAt)}.`
    const onward = userAddress(visit.params)
    return sendConsole(
      visit,
      secretPage({
        ...{ ...props, current: 'users', title: text.linkTitle, onward },
        about: [text.linkAbout(nameOf(account)), until],
        values: [[text.linkTitle, outcome.address]],
      }),
    )
  },
})

export const removeAppOfUser = userAct({
  path: '/authenticator/remove',
  needs: 'users:write',
  needsRecentSignIn: true,
  ask: (_, account) => ({
    ...{ title: text.removeAppQuestion(nameOf(account)), typed: null },
    consequences: [text.removeAppCodes, ...text.removeFactorAbout],
    button: text.removeApp,
  }),
  perform: async (context, { operating }, { id: accountId }) => {
    const isRemoved = await removeTotp(context, operating.actor, { accountId })
    return isRemoved ? done(text.factorRemoved) : alerted(text.factorGone)
  },
})

export const removePasskeysOfUser = userAct({
  path: '/passkeys/remove',
  needs: 'users:write',
  needsRecentSignIn: true,
  ask: async (context, account) => {
    const { length } = await context.store.passkeys.listOf(account.id)
    return {
      ...{ title: text.removePasskeysQuestion(nameOf(account)), typed: null },
      consequences: [text.passkeysEnd(counted(length, 'passkey')), ...text.removeFactorAbout],
      button: text.removePasskeys,
    }
  },
  perform: async (context, { operating }, { id: accountId }) => {
    const count = await removeAllPasskeys(context, operating.actor, { accountId })
    return count > 0
      ? done(text.passkeysRemoved(counted(count, 'passkey')))
      : alerted(text.factorGone)
  },
})

export const deleteUser = userAct({
  path: '/delete',
  needs: 'users:write',
  needsRecentSignIn: true,
  leadsTo: USERS,
  ask: async (context, account) => {
    const [live, { length }] = await Promise.all([
      liveGrantsOf(context, { accountId: account.id }),
      context.store.sessions.listOf(account.id),
    ])
    const { grants, apps } = countedGrants(live)
    return {
      ...{ title: text.deleteQuestion(nameOf(account)), typed: nameOf(account) },
      consequences: [
        text.grantsEnd(grants, apps),
        text.sessionsEnd(counted(length, 'session')),
        text.deleteNewSubject,
        text.deleteForever,
      ],
      button: text.deleteButton,
    }
  },
  perform: async (context, { operating }, account) => {
    const { is } = await deleteAccount(context, operating.actor, { accountId: account.id })
    return { deleted: done(text.wasDeleted(nameOf(account))), no_such_account: undefined }[is]
  },
})
