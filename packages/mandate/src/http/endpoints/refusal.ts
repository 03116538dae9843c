/** `/errors/:reference`, where `error_uri` points: what the error code means. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorPage } from '../../pages/error.ts'
import { refusalText } from '../../pages/refusal-texts.ts'
import type { HttpContext } from '../context.ts'
import { sendPage } from '../page-response.ts'

export const explainRefusal =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { reference } = request.params as { readonly reference: string }
    const [code = ''] = reference.split('.')
    const text = refusalText(code)
    if (text === undefined) return reply.callNotFound()
    const { brandName } = context.settings
    return sendPage(reply, {
      status: 200,
      html: errorPage({ brandName, text, reference, goOn: null }),
    })
  }
