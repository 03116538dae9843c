/**
 * `/link`: a one-time link from a mail or from a command. GET shows what it is for and uses nothing
 * up, so that a mail scanner can open it; POST uses it. What a purpose shows and does is in
 * `mailed-links/`.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { openLink } from '../../people/open-link.ts'
import type { Exchange, HttpContext } from '../context.ts'
import type { LinkHandler, UsableLink } from '../mailed-links/handler.ts'
import { handlers } from '../mailed-links/handlers.ts'
import { sendLinkOver } from '../mailed-links/over.ts'
import { formParameters, queryParameters } from '../request.ts'
import { refuseCrossSite } from '../same-origin.ts'

export const showLink =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const token = queryParameters(request).one('token') ?? ''
    const found = await usableLink(context, { request, reply }, token)
    return 'handler' in found
      ? found.handler.show(context, { request, reply }, found.usable)
      : found.sent
  }

export const submitLink =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    refuseCrossSite(context, request)
    const form = formParameters(request)
    const found = await usableLink(context, { request, reply }, form.one('token') ?? '')
    if (!('handler' in found)) return found.sent
    return found.handler.use(context, { request, reply }, { ...found.usable, form })
  }

type Found =
  | { readonly handler: LinkHandler; readonly usable: UsableLink }
  /** The page that says why not. */
  | { readonly sent: FastifyReply }

async function usableLink(context: HttpContext, exchange: Exchange, token: string): Promise<Found> {
  const opened = await openLink(context, token)
  if (opened.is !== 'open') return { sent: sendLinkOver(context, exchange, opened) }
  const handler = handlers[opened.link.purpose]
  return handler === undefined
    ? { sent: sendLinkOver(context, exchange, { is: 'unknown' }) }
    : { handler, usable: { ...opened, token } }
}
