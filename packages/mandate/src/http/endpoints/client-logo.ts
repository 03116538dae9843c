/**
 * `/client-logo/:client`: the logo of a client, for the consent page and the account page. The address
 * contains a hash of the image, so browsers can cache it for ever.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Client } from '../../store/records.ts'
import type { HttpContext } from '../context.ts'

const PATH = '/client-logo/'

/** The address of the client's logo; null if it has none. */
export function logoAddress({ id, logo }: Pick<Client, 'id' | 'logo'>): string | null {
  return logo === '' ? null : `${PATH}${encodeURIComponent(id)}?v=${logo}`
}

export const clientLogo =
  ({ store }: HttpContext) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const { client = '' } = request.params as { readonly client?: string }
    const found = await store.clients.findLogo(client)
    if (found === undefined) return reply.callNotFound()
    return reply
      .header('Cache-Control', 'public, max-age=31536000, immutable')
      .removeHeader('Pragma')
      .header('Content-Security-Policy', "default-src 'none'; sandbox")
      .type(found.contentType)
      .send(Buffer.from(found.image))
  }
