/**
 * `/health/live`: the process answers. `/health/ready`: so does its database, and the server is not
 * about to stop. `/health/identity`: proves to `mandate doctor` that this is the expected server.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { isChallenge, serverProof } from '../../grants/server-proof.ts'
import { databaseMark } from '../../store/database-mark.ts'
import type { HttpContext } from '../context.ts'

export const live = () => async () => ({ status: 'live' })

/** 503 if the database is unavailable, like every answer that needs it. */
export const ready = (context: HttpContext) => async (_: FastifyRequest, reply: FastifyReply) => {
  if (context.draining.hasBegun) return reply.code(503).send({ status: 'stopping' })
  await context.store.ping()
  return { status: 'ready' }
}

/** Answers a challenge with a proof that requires the same keys and database. */
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
