/** `/account/password`: the owner of an account changes its password, or chooses the first one. */

import type { FastifyReply } from 'fastify'
import { changePassword } from '../../operations/accounts.ts'
import { passwordChanged, passwordPage } from '../../pages/account/password.ts'
import type { Told } from '../../pages/account/shell.ts'
import type { NewPasswordProblem } from '../../pages/password-form.ts'
import { rememberBrowser } from '../../people/known-browsers.ts'
import { hasSecondFactor } from '../../people/new-password.ts'
import { fewestCharacters } from '../../people/password-rules.ts'
import type { SignedIn } from '../../people/session.ts'
import { signInOrigin } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { RETRY_AFTER_SECONDS, respondToUnknownPlace } from '../error-response.ts'
import { problemOf, readNewPassword, statusOf } from '../mailed-links/password-form.ts'
import { sendPage } from '../page-response.ts'
import { accountAct } from './act.ts'
import { accountActor } from './actor.ts'
import { deskProps } from './desk.ts'
import { accountPage } from './page.ts'
import { onSecurityPage, sendSecurity } from './security.ts'

const PATH = '/account/password'
const CHANGE = '/account/password/change'

interface Shown {
  readonly signedIn: SignedIn
  readonly notice: Told | null
  readonly problem?: NewPasswordProblem
}

export const passwordOfAccount = accountPage({
  path: PATH,
  needsRecentSignIn: true,
  show: (context, exchange, signedIn) =>
    context.ways.form === undefined
      ? respondToUnknownPlace(context, exchange)
      : sendPasswordPage(context, exchange, { signedIn, notice: null }),
})

/** Signs out every other browser. Nothing of the form outlives it. */
export const changeOwnPassword = accountAct({
  name: 'change_password',
  path: CHANGE,
  page: { place: 'security', address: PATH, show: sendPasswordPage },
  needsRecentSignIn: true,
  formPlace: PATH,
  read: (form) => {
    const read = readNewPassword(form)
    return 'problem' in read ? { problem: read.problem } : { password: read.password }
  },
  perform: async (context, exchange, { signedIn, fields }) => {
    if (context.ways.form === undefined) return respondToUnknownPlace(context, exchange)
    const { password } = fields
    const refuse = (problem: NewPasswordProblem) =>
      sendPasswordPage(context, exchange, { signedIn, notice: null, problem })
    if (password === undefined) return refuse(fields.problem ?? 'missing')
    const { account, session } = signedIn
    const actor = accountActor(exchange, account)
    const wanted = { account, password, keptSession: session.id }
    const outcome = await changePassword(context, actor, wanted)
    if (outcome.is === 'changed') {
      // Every known browser ended with the old password, and this one stays signed in.
      const from = signInOrigin(context, exchange)
      await rememberBrowser(context, { accountId: account.id, way: 'password', from })
      const passwordHash = outcome.passwordHash
      const changed = { ...signedIn, account: { ...account, passwordHash } }
      return sendSecurity(context, exchange, { signedIn: changed, notice: passwordChanged })
    }
    return refuse(outcome.is === 'changed_meanwhile' ? 'busy' : problemOf(outcome))
  },
})

async function sendPasswordPage(
  context: HttpContext,
  exchange: Exchange,
  { signedIn: { account }, notice, problem }: Shown,
): Promise<FastifyReply> {
  const { reply } = exchange
  if (problem === 'busy') reply.header('Retry-After', RETRY_AFTER_SECONDS)
  return sendPage(reply, {
    status: statusOf(problem ?? null),
    html: passwordPage({
      ...deskProps(context, exchange, account),
      hasPassword: account.passwordHash !== null,
      notice,
      problem: problem ?? null,
      fewestCharacters: fewestCharacters(await hasSecondFactor(context.store, account.id)),
      action: CHANGE,
      hidden: { account: account.id },
      backAddress: onSecurityPage.address,
    }),
    leadsElsewhere: context.ways.leadElsewhere,
  })
}
