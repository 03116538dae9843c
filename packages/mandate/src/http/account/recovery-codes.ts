/** The owner of an account gets recovery codes, shown once. */

import type { FastifyReply } from 'fastify'
import { renewRecoveryCodes } from '../../operations/second-factors.ts'
import { newCodesPage, newCodesQuestion } from '../../pages/account/authenticator.ts'
import type { Told } from '../../pages/account/shell.ts'
import { secondFactorsOf } from '../../people/second-factors.ts'
import type { Account } from '../../store/records.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'
import { accountAct } from './act.ts'
import { accountActor } from './actor.ts'
import { hasUseForCodes } from './authenticator-section.ts'
import { deskProps } from './desk.ts'
import { onSecurityPage, SECURITY_PATH, sendSecurity } from './security.ts'

const PATH = '/account/security/recovery-codes'

export const makeRecoveryCodes = accountAct({
  name: 'make_recovery_codes',
  path: PATH,
  page: onSecurityPage,
  needsRecentSignIn: true,
  read: () => ({}),
  confirm: async (context, exchange, { signedIn: { account } }) => {
    const { recoveryCodes } = await secondFactorsOf(context.store, account.id)
    if (recoveryCodes === 0) return null
    return newCodesQuestion(deskProps(context, exchange, account).words)
  },
  perform: async (context, exchange, { signedIn }) => {
    const { account } = signedIn
    const factors = await secondFactorsOf(context.store, account.id)
    // The app was turned off, or the passkey removed, in another tab.
    if (!hasUseForCodes(context, account, factors))
      return sendSecurity(context, exchange, { signedIn, notice: null })
    const codes = await renewRecoveryCodes(context, accountActor(exchange, account), {})
    return sendCodes(context, exchange, { account, codes, notice: null })
  },
})

/**
 * New codes for an account that has use for them and none left; null for any other. Rejects with
 * `StorageUnavailable`.
 */
export async function codesIfMissing(
  context: HttpContext,
  exchange: Exchange,
  account: Account,
): Promise<readonly string[] | null> {
  const factors = await secondFactorsOf(context.store, account.id)
  if (factors.recoveryCodes > 0 || !hasUseForCodes(context, account, factors)) return null
  return renewRecoveryCodes(context, accountActor(exchange, account), {})
}

export function sendCodes(
  context: HttpContext,
  exchange: Exchange,
  {
    account,
    codes,
    notice,
  }: {
    readonly account: Account
    readonly codes: readonly string[]
    readonly notice: Told | null
  },
): FastifyReply {
  return sendPage(exchange.reply, {
    status: 200,
    html: newCodesPage({
      ...deskProps(context, exchange, account),
      notice,
      codes: { codes, next: { address: SECURITY_PATH } },
    }),
    leadsElsewhere: context.ways.leadElsewhere,
  })
}
