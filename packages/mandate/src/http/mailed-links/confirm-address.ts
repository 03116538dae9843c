/** Links that confirm an address: the account's own, or the one that it is to have. */

import type { FastifyReply } from 'fastify'
import { addressConfirmedPage, confirmAddressPage } from '../../pages/confirm-address.ts'
import { changeAddress as change, verifyAddress as verify } from '../../people/change-address.ts'
import type { MailedLink } from '../../store/records.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { originOf } from '../origin-of.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import type { LinkHandler, UsableLink } from './handler.ts'
import { sendLinkOver } from './over.ts'

export const verifyAddress: LinkHandler = {
  show: async (context, exchange, usable) => ask(context, exchange, { usable, isTaken: false }),
  async use(context, exchange, { link, account }) {
    const from = originOf(exchange.request)
    const isDone =
      account !== null && (await verify(context, { link, accountId: account.id, from }))
    return isDone
      ? sendConfirmed(context, exchange, link)
      : sendLinkOver(context, exchange, { is: 'used', link })
  },
}

export const changeAddress: LinkHandler = {
  show: async (context, exchange, usable) => ask(context, exchange, { usable, isTaken: false }),
  async use(context, exchange, { form: _, ...usable }) {
    const { link, account } = usable
    if (account === null) return sendLinkOver(context, exchange, { is: 'unknown' })
    const from = originOf(exchange.request)
    switch (await change(context, { link, accountId: account.id, from })) {
      case 'changed':
        return sendConfirmed(context, exchange, link)
      case 'email_taken':
        return ask(context, exchange, { usable, isTaken: true })
      case 'link_over':
        return sendLinkOver(context, exchange, { is: 'used', link })
    }
  },
}

function ask(
  context: HttpContext,
  { request, reply }: Exchange,
  {
    usable: { link, account, token },
    isTaken,
  }: { readonly usable: UsableLink; readonly isTaken: boolean },
): FastifyReply {
  return sendPage(reply, {
    status: isTaken ? 409 : 200,
    html: confirmAddressPage({
      ...pageProps(context, request, { account: account ?? undefined }),
      action: '/link',
      hidden: { token },
      email: link.email ?? '',
      oldEmail: link.purpose === 'change_address' ? (account?.email ?? null) : null,
      isTaken,
    }),
  })
}

function sendConfirmed(
  context: HttpContext,
  { request, reply }: Exchange,
  { email }: MailedLink,
): FastifyReply {
  return sendPage(reply, {
    status: 200,
    html: addressConfirmedPage({
      ...pageProps(context, request),
      email: email ?? '',
      accountAddress: '/account/profile',
    }),
  })
}
