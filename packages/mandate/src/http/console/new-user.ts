/** `/console/users/new`: adds a user, or invites one, and withdraws invitations. */

import type { FastifyReply } from 'fastify'
import { createAccount } from '../../operations/accounts.ts'
import { invite, withdrawInvitations } from '../../operations/invitations.ts'
import { makeResetLink } from '../../operations/reset-links.ts'
import { secretPage } from '../../pages/console/secret.ts'
import {
  type FirstSignIn,
  firstSignIns,
  type UserFormProps,
  userFormPage,
} from '../../pages/console/user-form.ts'
import { NEW_USER, USERS } from '../../pages/console/users.ts'
import { html } from '../../pages/html.ts'
import { day } from '../../pages/time.ts'
import { consoleWords } from '../../words/console/console.ts'
import { languages } from '../../words/languages.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct, type Submitted } from './act.ts'
import { consolePage } from './page.ts'
import { nameOf } from './user-act.ts'
import { alerted, done, goAndTell, placeOf, sendConsole, type Visit } from './visit.ts'

const text = consoleWords.newUser
type Fields = UserFormProps['fields']

export const newUserInConsole = consolePage({
  path: NEW_USER,
  needs: 'users:write',
  needsRecentSignIn: true,
  show: (context, visit) => {
    const [firstSignIn = 'provider'] = offeredBy(context)
    return sendForm(context, visit, {
      fields: { email: '', name: '', language: 'en', firstSignIn },
    })
  },
})

export const addUser = consoleAct({
  path: NEW_USER,
  needs: 'users:write',
  needsRecentSignIn: true,
  isOnce: true,
  page: () => USERS,
  perform: (context, visit) => {
    const fields = fieldsIn(visit)
    if (!offeredBy(context).includes(fields.firstSignIn)) {
      return sendForm(context, visit, { fields, problem: text.notOffered })
    }
    return fields.firstSignIn === 'invitation'
      ? inviteUser(context, visit, fields)
      : createUser(context, visit, fields)
  },
})

async function createUser(context: HttpContext, visit: Submitted, fields: Fields) {
  const { actor } = visit.operating
  const { email, name, firstSignIn } = fields
  const outcome = await createAccount(context, actor, { email, name })
  if (outcome.is !== 'created') {
    return sendForm(context, visit, { fields, problem: problemOf(outcome.is) })
  }
  const { account } = outcome
  const onward = placeOf('users', account.id)
  const title = text.createdTitle(nameOf(account))
  const told = done(text.wasCreated(nameOf(account)))
  if (firstSignIn === 'provider') return goAndTell(context, visit, { address: onward, told })
  const link = await makeResetLink(context, actor, { account })
  if (link.is !== 'made') return goAndTell(context, visit, { address: onward, told })
  return sendLink(visit, { ...link, title, about: text.linkAbout, onward })
}

async function inviteUser(context: HttpContext, visit: Submitted, fields: Fields) {
  const isMailed = context.mail !== null
  const outcome = await invite(context, visit.operating.actor, { ...fields, isMailed })
  if (outcome.is !== 'invited') {
    return sendForm(context, visit, { fields, problem: problemOf(outcome.is) })
  }
  const { email } = outcome
  if (isMailed) {
    return goAndTell(context, visit, { address: USERS, told: done(text.wasInvited(email)) })
  }
  const title = text.invitedTitle(email)
  return sendLink(visit, { ...outcome, title, about: text.invitationAbout, onward: USERS })
}

export const withdrawInvitation = consoleAct({
  path: `${USERS}/invitations/withdraw`,
  needs: 'users:write',
  needsRecentSignIn: false,
  page: () => NEW_USER,
  perform: async (context, visit) => {
    const email = visit.form.one('invited')?.trim() ?? ''
    const { invitations } = await withdrawInvitations(context, visit.operating.actor, { email })
    const told =
      invitations > 0 ? done(text.wasWithdrawn(email)) : alerted(text.noInvitation(email))
    return goAndTell(context, visit, { address: USERS, told })
  },
})

/** A link needs the password form, and an invitation a registration that accepts it. */
function offeredBy({ settings, ways }: HttpContext): readonly FirstSignIn[] {
  const isOffered = {
    link: ways.form !== undefined,
    invitation: settings.registration !== 'off',
    provider: true,
  }
  return firstSignIns.filter((one) => isOffered[one])
}

function fieldsIn({ form }: Submitted): Fields {
  const line = (name: string) => form.one(name)?.trim() ?? ''
  const [language, firstSignIn] = [line('language'), line('first_sign_in')]
  return {
    ...{ email: line('email'), name: line('name') },
    language: languages.find((known) => known === language) ?? 'en',
    firstSignIn: firstSignIns.find((known) => known === firstSignIn) ?? 'provider',
  }
}

/** The form has neither an id, an identity nor a password that could be refused. */
function problemOf(is: string): string {
  if (is === 'name_invalid') return text.nameInvalid
  return is === 'email_taken' ? text.emailTaken : text.emailInvalid
}

function sendForm(
  context: HttpContext,
  visit: Visit,
  { fields, problem = null }: { readonly fields: Fields; readonly problem?: string | null },
): FastifyReply {
  const html = userFormPage({
    ...{ ...visit.props, fields, problem, choices: offeredBy(context) },
    isMailed: context.mail !== null,
  })
  return sendConsole(visit, html, problem === null ? 200 : 400)
}

function sendLink(
  visit: Visit,
  link: {
    readonly title: string
    readonly about: string
    readonly address: string
    readonly expiresAt: number
    readonly onward: string
  },
): FastifyReply {
  const { title, about, address, expiresAt, onward } = link
  const until = html`${consoleWords.users.linkUntil} ${day(visit.props.words, expiresAt)}.`
  return sendConsole(
    visit,
    secretPage({
      ...{ ...visit.props, current: 'users', title, onward, about: [about, until] },
      values: [[text.linkLabel, address]],
    }),
  )
}
