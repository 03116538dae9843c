/** The addresses of the admin API. What is behind them is loaded at the first request. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpContext } from '../context.ts'

export const admin =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { answerAdmin } = await import('./admin.ts')
    return answerAdmin(context, { request, reply })
  }

/** The description of the API, for any program. */
export const openApi =
  (context: HttpContext) => async (_request: FastifyRequest, reply: FastifyReply) => {
    const { describeApi } = await import('./openapi.ts')
    return reply.type('application/json').send(Buffer.from(describeApi(context.settings)))
  }
