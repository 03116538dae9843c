/** The page about a link that cannot be used, with a way on. */

import type { FastifyReply } from 'fastify'
import { firstOperatorOverPage } from '../../pages/console/first-operator.ts'
import { linkOverPage } from '../../pages/link-over.ts'
import type { OpenedLink } from '../../people/open-link.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { offersReset } from './offer.ts'

/** 410 for a link that was good once (RFC 9110 §15.5.11), 404 for anything else. */
export function sendLinkOver(
  context: HttpContext,
  { request, reply }: Exchange,
  opened: Exclude<OpenedLink, { readonly is: 'open' }>,
): FastifyReply {
  const purpose = opened.is === 'unknown' ? null : opened.link.purpose
  if (purpose === 'first_operator') return sendFirstOperatorOver(context, { request, reply })
  return sendPage(reply, {
    status: opened.is === 'unknown' ? 404 : 410,
    html: linkOverPage({
      ...pageProps(context, request),
      because: opened.is,
      purpose,
      forgotAddress: offersReset(context) ? '/forgot' : null,
      signInAddress: '/sign-in',
    }),
  })
}

/** Whoever has that link can run commands on the server, too. */
export function sendFirstOperatorOver(
  context: HttpContext,
  { request, reply }: Exchange,
): FastifyReply {
  const html = firstOperatorOverPage(pageProps(context, request))
  return sendPage(reply, { status: 410, html })
}
