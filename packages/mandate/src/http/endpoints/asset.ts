/** `/assets/:name`: the stylesheet and the images, cached by browsers indefinitely. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { assets } from '../../pages/assets.ts'
import type { HttpContext } from '../context.ts'

export const asset =
  ({ brand }: Pick<HttpContext, 'brand'>) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const { name } = request.params as { readonly name: string }
    const found = assets.get(name) ?? brand.assets.get(name)
    if (found === undefined) return reply.callNotFound()
    // An image opened by its own address must not run a script.
    reply.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    )
    return reply
      .header('Cache-Control', 'public, max-age=31536000, immutable')
      .removeHeader('Pragma')
      .header('ETag', found.etag)
      .type(found.contentType)
      .send(found.body)
  }
