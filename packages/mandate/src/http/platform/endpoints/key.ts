/** `GET /platform/v1/key`: tells a platform's program about its key, so that it can be tested. */

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
