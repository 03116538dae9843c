/**
 * A link for a new account, asked for or by invitation: a form for a password and, if there are any,
 * the terms. The person then signs in with it, as after a lost password: a second factor is set up
 * there if it is required, and in the browser where the link was asked for, the app that the person
 * was on the way to comes next.
 */

import type { FastifyReply } from 'fastify'
import { newAccountPage } from '../../pages/new-account.ts'
import type { NewPasswordProblem } from '../../pages/password-form.ts'
import { fewestCharacters } from '../../people/password-rules.ts'
import { addressOf, register as create } from '../../people/registration.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { RETRY_AFTER_SECONDS } from '../error-response.ts'
import { originOf } from '../origin-of.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { takesLink } from '../registration.ts'
import { letBrowserIn } from '../sign-in/let-in.ts'
import type { LinkHandler, UsableLink } from './handler.ts'
import { onwardOfLink } from './onward.ts'
import { sendLinkOver } from './over.ts'
import { problemOf, readNewPassword, statusOf } from './password-form.ts'

/** Marks the sign-in page after an account was created. */
export const AFTER_REGISTRATION = 'registered'

interface Told {
  readonly problem: NewPasswordProblem | null
  readonly terms: 'open' | 'accepted' | 'missing'
}

export const register: LinkHandler = {
  show: async (context, exchange, usable) =>
    isGood(context, usable)
      ? ask(context, exchange, { usable, told: { problem: null, terms: 'open' } })
      : sendLinkOver(context, exchange, { is: 'withdrawn', link: usable.link }),
  async use(context, exchange, { form, ...usable }) {
    const { link } = usable
    if (!isGood(context, usable)) return sendLinkOver(context, exchange, { is: 'withdrawn', link })
    const { termsVersion } = context.settings
    const isAccepted = termsVersion === null || form.one('terms') === termsVersion
    const terms = isAccepted ? 'accepted' : 'missing'
    const read = readNewPassword(form)
    if ('problem' in read || !isAccepted) {
      const problem = 'problem' in read ? read.problem : null
      return ask(context, exchange, { usable, told: { problem, terms } })
    }
    const from = originOf(exchange.request)
    const outcome = await create(context, { link, password: read.password, termsVersion, from })
    switch (outcome.is) {
      case 'created': {
        const sealed = onwardOfLink(context, exchange, link)
        await letBrowserIn(context, exchange, outcome.account)
        const onward = sealed()
        const query = [`${AFTER_REGISTRATION}=1`, ...(onward === '' ? [] : [onward])].join('&')
        return exchange.reply.redirect(`/sign-in?${query}`, 303)
      }
      case 'link_over':
        return sendLinkOver(context, exchange, { is: 'used', link })
      case 'email_taken':
        return sendLinkOver(context, exchange, { is: 'withdrawn', link })
      default:
        return ask(context, exchange, { usable, told: { problem: problemOf(outcome), terms } })
    }
  },
}

/** An address with an account is told so by mail, and that link cannot be used. */
function isGood(context: HttpContext, { link, account }: UsableLink): boolean {
  return account === null && takesLink(context, link)
}

function ask(
  context: HttpContext,
  { request, reply }: Exchange,
  {
    usable: { link, token },
    told: { problem, terms },
  }: { readonly usable: UsableLink; readonly told: Told },
): FastifyReply {
  if (problem === 'busy') reply.header('Retry-After', RETRY_AFTER_SECONDS)
  const { termsUrl, termsVersion } = context.settings
  return sendPage(reply, {
    status: terms === 'missing' ? 400 : statusOf(problem),
    html: newAccountPage({
      ...pageProps(context, request),
      ...{ action: '/link', hidden: { token }, email: addressOf(link), problem },
      fewestCharacters: fewestCharacters(false),
      terms:
        termsVersion === null
          ? null
          : { address: termsUrl ?? '', version: termsVersion, state: terms },
    }),
  })
}
