/** The owner of an account sets up an authenticator app, replaces it, or turns it off. */

import type { FastifyReply } from 'fastify'
import { addTotp, removeTotp } from '../../operations/second-factors.ts'
import {
  appAdded,
  appIsNeeded,
  appRemoved,
  setUpAuthenticatorPage,
  turnOffQuestion,
} from '../../pages/account/authenticator.ts'
import type { TotpSetUpProps } from '../../pages/totp-set-up.ts'
import { secondFactorsOf } from '../../people/second-factors.ts'
import type { Account } from '../../store/records.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { readShownSecret, type ShownSecret, setUpForm } from '../sign-in/totp-set-up.ts'
import { accountAct } from './act.ts'
import { accountActor } from './actor.ts'
import { deskProps } from './desk.ts'
import { accountPage } from './page.ts'
import { sendCodes } from './recovery-codes.ts'
import { onSecurityPage, sendSecurity } from './security.ts'

const PATH = '/account/security/authenticator'
const ADD = `${PATH}/add` as const
const REMOVE = `${PATH}/remove` as const

export const authenticatorOfAccount = accountPage({
  path: PATH,
  needsRecentSignIn: true,
  show: (context, exchange, { account }) =>
    sendSetUp(context, exchange, { account, shown: undefined, problem: null }),
})

export const addAuthenticator = accountAct({
  name: 'add_authenticator',
  path: ADD,
  page: onSecurityPage,
  needsRecentSignIn: true,
  // The secret is in the form.
  formPlace: PATH,
  read: (form) => ({ code: form.one('code') ?? '', app: form.one('app') ?? '' }),
  perform: async (context, exchange, { signedIn, fields: { code, app } }) => {
    const { account } = signedIn
    const which = { accountId: account.id, sealed: app }
    const shown = readShownSecret(context, exchange.request, which)
    const again = (problem: TotpSetUpProps['problem']) =>
      sendSetUp(context, exchange, { account, shown, problem })
    if (shown === undefined) return again('too_old')
    if (code.trim() === '') return again('missing')
    const actor = accountActor(exchange, account, signedIn.session)
    const keptSession = signedIn.session.id
    const outcome = await addTotp(context, actor, { secret: shown.secret, code, keptSession })
    if (outcome.is !== 'added') return again('wrong')
    return outcome.codes === null
      ? sendSecurity(context, exchange, { signedIn, notice: appAdded })
      : sendCodes(context, exchange, { account, codes: outcome.codes, notice: appAdded })
  },
})

export const removeAuthenticator = accountAct({
  name: 'remove_authenticator',
  path: REMOVE,
  page: onSecurityPage,
  needsRecentSignIn: true,
  read: () => ({}),
  confirm: async (context, exchange, { signedIn: { account } }) =>
    isNeeded(context) ? null : turnOffQuestion(deskProps(context, exchange, account).words),
  perform: async (context, exchange, { signedIn }) => {
    const { account } = signedIn
    if (isNeeded(context)) {
      return sendSecurity(context, exchange, { signedIn, notice: appIsNeeded })
    }
    await removeTotp(context, accountActor(exchange, account), { accountId: account.id })
    return sendSecurity(context, exchange, { signedIn, notice: appRemoved })
  },
})

function isNeeded({ settings }: HttpContext): boolean {
  return settings.secondFactor === 'required'
}

async function sendSetUp(
  context: HttpContext,
  exchange: Exchange,
  {
    account,
    shown,
    problem,
  }: {
    readonly account: Account
    readonly shown: ShownSecret | undefined
    readonly problem: TotpSetUpProps['problem']
  },
): Promise<FastifyReply> {
  const { totp } = await secondFactorsOf(context.store, account.id)
  const form = setUpForm(context, exchange, { account, action: ADD, problem, shown })
  return sendPage(exchange.reply, {
    status: problem === null ? 200 : 400,
    html: setUpAuthenticatorPage({
      ...deskProps(context, exchange, account),
      replaces: totp,
      setUp: { ...form, hidden: { ...form.hidden, account: account.id } },
    }),
    leadsElsewhere: context.ways.leadElsewhere,
  })
}
