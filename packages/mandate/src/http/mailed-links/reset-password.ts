/**
 * A link for a lost password: a form for a new one. The person then signs in with it, so that a
 * second factor is asked for as ever. In the browser where the link was asked for, the app that the
 * person was on the way to comes next.
 */

import type { FastifyReply } from 'fastify'
import { type NewPasswordProblem, newPasswordPage } from '../../pages/new-password.ts'
import { resetPassword as reset } from '../../people/lost-password.ts'
import { signInOrigin } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { RETRY_AFTER_SECONDS } from '../error-response.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import type { LinkHandler, UsableLink } from './handler.ts'
import { sendLinkOver } from './over.ts'

/** Marks the sign-in page after a reset. */
export const AFTER_RESET = 'new_password'

export const resetPassword: LinkHandler = {
  show: async (context, exchange, usable) => sendForm(context, exchange, { usable, problem: null }),
  async use(context, exchange, { form, ...usable }) {
    const { link, account } = usable
    if (account === null) return sendLinkOver(context, exchange, { is: 'unknown' })
    const password = form.one('password') ?? ''
    const again = form.one('password_again')
    const refuse = (problem: NewPasswordProblem) => sendForm(context, exchange, { usable, problem })
    if (password === '') return refuse('missing')
    if (again !== undefined && again !== password) return refuse('different')
    const outcome = await reset(context, { link, account, password })
    switch (outcome.is) {
      case 'changed':
        return exchange.reply.redirect(placeAfter(context, exchange, usable), 303)
      case 'password_refused':
        return refuse(outcome.problem)
      case 'busy':
        exchange.reply.header('Retry-After', RETRY_AFTER_SECONDS)
        return refuse('busy')
      case 'link_over':
        return sendLinkOver(context, exchange, { is: 'used', link })
    }
  },
}

function sendForm(
  context: HttpContext,
  { request, reply }: Exchange,
  {
    usable: { account, token },
    problem,
  }: { readonly usable: UsableLink; readonly problem: NewPasswordProblem | null },
): FastifyReply {
  const status = problem === null ? 200 : problem === 'busy' ? 503 : 400
  return sendPage(reply, {
    status,
    html: newPasswordPage({
      ...pageProps(context, request, { account: account ?? undefined }),
      action: '/link',
      hidden: { token },
      email: account?.email ?? null,
      problem,
    }),
  })
}

function placeAfter(
  context: HttpContext,
  exchange: Exchange,
  { link: { browser, details } }: UsableLink,
): string {
  const { onward } = details
  const isSame = browser === signInOrigin(context, exchange).browser
  const rest = isSame && typeof onward === 'string' && onward !== '' ? `&${onward}` : ''
  return `/sign-in?${AFTER_RESET}=1${rest}`
}
