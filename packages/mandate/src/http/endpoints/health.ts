/**
 * `/health/live`: the process answers. `/health/ready`: so does its database, and it is
 * not about to stop. `/health/identity`: it is the server that the asker means, for `mandate doctor`.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { isChallenge, serverProof } from '../../grants/server-proof.ts'
import { databaseMark } from '../../store/database-mark.ts'
import type { HttpContext } from '../context.ts'

export const live = () => async () => ({ status: 'live' })

/** A database that is away makes this a 503, like every other answer that needs it. */
export const ready = (context: HttpContext) => async (_: FastifyRequest, reply: FastifyReply) => {
  if (context.draining.hasBegun) return reply.code(503).send({ status: 'stopping' })
  await context.store.ping()
  return { status: 'ready' }
}

/** Answers a challenge with a proof that only those with the same keys and database can make. */
export const identity =
  ({ keys, store, settings }: HttpContext) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const challenge = new URLSearchParams(request.url.split('?', 2)[1]).get('challenge')
    if (!isChallenge(challenge)) {
      return reply.code(400).send({
        error: 'invalid_request',
        error_description: 'Give 32 random bytes in base64url as challenge.',
      })
    }
    const { issuer } = settings
    const database = await databaseMark(store)
    return { proof: serverProof(keys, { issuer, challenge, database }) }
  }
