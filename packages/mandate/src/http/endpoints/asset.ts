/** `/assets/:name`: the stylesheet and the images, cached by browsers indefinitely. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { assets } from '../../pages/assets.ts'

export const asset = () => async (request: FastifyRequest, reply: FastifyReply) => {
  const found = assets.get((request.params as { readonly name: string }).name)
  if (found === undefined) return reply.callNotFound()
  return reply
    .header('Cache-Control', 'public, max-age=31536000, immutable')
    .removeHeader('Pragma')
    .header('ETag', found.etag)
    .type(found.contentType)
    .send(found.body)
}
