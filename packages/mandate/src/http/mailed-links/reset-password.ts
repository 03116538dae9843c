/**
 * A link for a lost password: a form for a new one. The person then signs in with it, so that a
 * second factor is asked for as ever. In the browser where the link was asked for, the app that the
 * person was on the way to comes next. An operator who got the link from the server's machine goes on to
 * the console.
 */

import { wasMadeInShell } from '../../operations/reset-links.ts'
import { resetPassword as reset } from '../../people/lost-password.ts'
import { placeAfterLink } from '../console/proof-of-link.ts'
import { originOf } from '../origin-of.ts'
import { letBrowserIn } from '../sign-in/let-in.ts'
import type { LinkHandler } from './handler.ts'
import { onwardOfLink } from './onward.ts'
import { sendLinkOver } from './over.ts'
import { problemOf, readNewPassword, sendPasswordForm } from './password-form.ts'

/** Marks the sign-in page after a reset. */
export const AFTER_RESET = 'new_password'

export const resetPassword: LinkHandler = {
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
    const outcome = await reset(context, { link, account, password: read.password, from })
    if (outcome.is === 'changed') {
      const sealed = onwardOfLink(context, exchange, link)
      await letBrowserIn(context, exchange, account)
      if (wasMadeInShell(link) && (await context.store.operators.find(account.id)) !== undefined) {
        const there = { accountId: account.id, page: '/console' } as const
        return exchange.reply.redirect(placeAfterLink(context, exchange, there), 303)
      }
      const onward = sealed()
      const query = [`${AFTER_RESET}=1`, ...(onward === '' ? [] : [onward])].join('&')
      return exchange.reply.redirect(`/sign-in?${query}`, 303)
    }
    return outcome.is === 'link_over'
      ? sendLinkOver(context, exchange, { is: 'used', link })
      : sendPasswordForm(context, exchange, { usable, problem: problemOf(outcome) })
  },
}
