/** `GET /platform/v1/key`: which key this is and what it may do, so that a platform can try it. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpContext } from '../../context.ts'
import { authenticatePlatform } from '../platform-key.ts'

export const showPlatformKey =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { id, name, permissions, provider } = await authenticatePlatform(context, {
      request,
      reply,
    })
    return { platform_key_id: id, name, permissions, provider }
  }
