/** What operators do with a user's credentials, and the end of an account. */

import { deleteAccount } from '../../operations/account-ends.ts'
import { removeAllPasskeys } from '../../operations/passkeys.ts'
import { makeResetLink } from '../../operations/reset-links.ts'
import { removeTotp } from '../../operations/second-factors.ts'
import { secretPage } from '../../pages/console/secret.ts'
import { html } from '../../pages/html.ts'
import { day } from '../../pages/time.ts'
import { consoleWords } from '../../words/console/console.ts'
import { consoleAct } from './act.ts'
import { counted, countedGrants, liveGrantsOf } from './counts.ts'
import { nameOf, noSuchUser, userAddress as page, userOf } from './user-acts.ts'
import { alerted, done, goAndTell, sendConsole } from './visit.ts'

const text = consoleWords.users

export const makeLinkForUser = consoleAct({
  path: '/console/users/:id/reset-link',
  needs: 'users:write',
  needsRecentSignIn: true,
  isOnce: true,
  page,
  ask: async (context, visit) => {
    const account = await userOf(context, visit)
    if (account === undefined) return noSuchUser(visit)
    const name = nameOf(account)
    return {
      ...{ current: 'users', title: text.linkQuestion(name), typed: null },
      consequences: text.linkConsequences,
      ...{ button: text.linkButton, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const account = await userOf(context, visit)
    if (account === undefined) return noSuchUser(visit)
    const whose = { account, accountId: account.id }
    const outcome = await makeResetLink(context, visit.operating.actor, whose)
    const onward = page(visit.params)
    if (outcome.is === 'disabled') {
      return goAndTell(context, visit, { address: onward, told: alerted(text.linkDisabled) })
    }
    const { props } = visit
    const until = html`${text.linkUntil} ${day(props.words, outcome.expiresAt)}.`
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

export const removeAppOfUser = consoleAct({
  path: '/console/users/:id/authenticator/remove',
  needs: 'users:write',
  needsRecentSignIn: true,
  page,
  ask: async (context, visit) => {
    const account = await userOf(context, visit)
    if (account === undefined) return noSuchUser(visit)
    return {
      ...{ current: 'users', title: text.removeAppQuestion(nameOf(account)), typed: null },
      consequences: [text.removeAppCodes, ...text.removeFactorAbout],
      ...{ button: text.removeApp, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const accountId = visit.params['id'] ?? ''
    const isRemoved = await removeTotp(context, visit.operating.actor, { accountId })
    const told = isRemoved ? done(text.factorRemoved) : alerted(text.factorGone)
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})

export const removePasskeysOfUser = consoleAct({
  path: '/console/users/:id/passkeys/remove',
  needs: 'users:write',
  needsRecentSignIn: true,
  page,
  ask: async (context, visit) => {
    const account = await userOf(context, visit)
    if (account === undefined) return noSuchUser(visit)
    const { length } = await context.store.passkeys.listOf(account.id)
    return {
      ...{ current: 'users', title: text.removePasskeysQuestion(nameOf(account)), typed: null },
      consequences: [text.passkeysEnd(counted(length, 'passkey')), ...text.removeFactorAbout],
      ...{ button: text.removePasskeys, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const accountId = visit.params['id'] ?? ''
    const count = await removeAllPasskeys(context, visit.operating.actor, { accountId })
    const told =
      count > 0 ? done(text.passkeysRemoved(counted(count, 'passkey'))) : alerted(text.factorGone)
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})

export const deleteUser = consoleAct({
  path: '/console/users/:id/delete',
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
      ...{ current: 'users', title: text.deleteQuestion(nameOf(account)), typed: nameOf(account) },
      consequences: [
        text.grantsEnd(grants, apps),
        text.sessionsEnd(counted(length, 'session')),
        text.deleteNewSubject,
        text.deleteForever,
      ],
      ...{ button: text.deleteButton, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const account = await userOf(context, visit)
    const accountId = account?.id ?? ''
    const outcome = await deleteAccount(context, visit.operating.actor, { accountId })
    if (account === undefined || outcome.is === 'no_such_account') return noSuchUser(visit)
    const told = done(text.wasDeleted(nameOf(account)))
    return goAndTell(context, visit, { address: '/console/users', told })
  },
})
