/** `/account/confirm`: the question before a dangerous act, which is sealed in the address. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { whoIsSignedIn } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { readAct, signInFirst } from '../postponed-act.ts'
import { queryParameters } from '../request.ts'
import { accountActs } from './addresses.ts'
import { FIRST_PAGE } from './page.ts'

export const askFirst =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const exchange = { request, reply }
    const act = readAct(context, request, queryParameters(request).one('act') ?? '')
    const found = accountActs.find(({ name }) => name === act?.name)
    // Too old, or of another browser.
    if (act === undefined || found === undefined) return reply.redirect(FIRST_PAGE, 303)
    const signedIn = await whoIsSignedIn(context, request)
    return signedIn === undefined
      ? signInFirst(context, exchange, act)
      : found.ask(context, exchange, { signedIn, act })
  }
