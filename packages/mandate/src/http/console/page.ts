/** The pages of the console that a GET shows, one definition each. Their addresses are in `addresses.ts`. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { NotPermitted } from '../../operations/permitted.ts'
import type { Permission } from '../../operators/permissions.ts'
import type { HttpContext } from '../context.ts'
import { admitOperator, RECENT_FOR_PAGES, sendNotAllowed } from './guard.ts'
import type { Reply, Visit } from './visit.ts'

export type Handler = (
  context: HttpContext,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

export interface ConsolePage {
  readonly path: `/console${string}`
  readonly needs: Permission | null
  readonly open: Handler
}

/**
 * A page of the console for operators with the permission. With `needsRecentSignIn`, for the page with
 * the form of an act that needs one, a sign-in within the last 15 minutes is required.
 */
export function consolePage(definition: {
  readonly path: ConsolePage['path']
  readonly needs: Permission | null
  readonly needsRecentSignIn?: true
  readonly show: (context: HttpContext, visit: Visit) => Reply
}): ConsolePage {
  const { path, needs, needsRecentSignIn = false, show } = definition
  return {
    ...{ path, needs },
    open: (context) => async (request, reply) => {
      const admitted = await admitOperator(
        context,
        { request, reply },
        { needs, newerThan: needsRecentSignIn ? RECENT_FOR_PAGES : null, place: request.url },
      )
      if ('answered' in admitted) return admitted.answered
      try {
        return await show(context, admitted.visit)
      } catch (error) {
        if (error instanceof NotPermitted) return sendNotAllowed(admitted.visit)
        throw error
      }
    },
  }
}
