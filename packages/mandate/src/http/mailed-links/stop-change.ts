/**
 * A link from the old address of an account: "this was not me". It keeps that address, or brings it
 * back, and replaces the password, which also ends every session.
 */

import { stopChange as stop } from '../../people/change-address.ts'
import { originOf } from '../origin-of.ts'
import { letBrowserIn } from '../sign-in/let-in.ts'
import type { LinkHandler } from './handler.ts'
import { sendLinkOver } from './over.ts'
import { problemOf, readNewPassword, sendPasswordForm } from './password-form.ts'
import { AFTER_RESET } from './reset-password.ts'

export const stopChange: LinkHandler = {
  show: (context, exchange, usable) =>
    sendPasswordForm(context, exchange, { usable, problem: null }),
  async use(context, exchange, { form, ...usable }) {
    const { link, account } = usable
    if (account === null) return sendLinkOver(context, exchange, { is: 'unknown' })
    const read = readNewPassword(form)
    if ('problem' in read) {
      return sendPasswordForm(context, exchange, { usable, problem: read.problem })
    }
    const from = originOf(exchange.request)
    const outcome = await stop(context, { link, account, password: read.password, from })
    switch (outcome.is) {
      case 'stopped':
        await letBrowserIn(context, exchange, account)
        return exchange.reply.redirect(`/sign-in?${AFTER_RESET}=1`, 303)
      case 'link_over':
        return sendLinkOver(context, exchange, { is: 'used', link })
      case 'email_taken':
        return sendLinkOver(context, exchange, { is: 'withdrawn', link })
      default:
        return sendPasswordForm(context, exchange, { usable, problem: problemOf(outcome) })
    }
  },
}
