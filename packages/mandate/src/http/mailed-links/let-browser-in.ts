/**
 * A link that lets a browser in. The person then signs in as ever, and in the browser where the link
 * was asked for, the app that they were on the way to comes next.
 */

import { letInPage } from '../../pages/let-in.ts'
import { useLetIn } from '../../people/let-in.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { letBrowserIn as letIn } from '../sign-in/let-in.ts'
import type { LinkHandler } from './handler.ts'
import { onwardOfLink } from './onward.ts'
import { sendLinkOver } from './over.ts'

/** Marks the sign-in page after a browser was let in. */
export const AFTER_LET_IN = 'let_in'

export const letBrowserIn: LinkHandler = {
  async show(context, { request, reply }, { account, token }) {
    return sendPage(reply, {
      status: 200,
      html: letInPage({
        ...pageProps(context, request, { account: account ?? undefined }),
        action: '/link',
        hidden: { token },
        email: account?.email ?? null,
      }),
    })
  },
  async use(context, exchange, { link, account }) {
    if (account === null) return sendLinkOver(context, exchange, { is: 'unknown' })
    if (!(await useLetIn(context, link))) {
      return sendLinkOver(context, exchange, { is: 'used', link })
    }
    const sealed = onwardOfLink(context, exchange, link)
    await letIn(context, exchange, account)
    const rest = sealed()
    return exchange.reply.redirect(
      `/sign-in?${AFTER_LET_IN}=1${rest === '' ? '' : `&${rest}`}`,
      303,
    )
  },
}
