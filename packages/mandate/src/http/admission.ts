/**
 * How much is worked on at once. A request beyond that is told to come again before anything was
 * begun: an endless queue would delay every request, and fill the memory.
 *
 * What is counted are handlers under way, so their waits for the database, for a password check and
 * for the processor itself all count, while a client that is slow to send its request does not.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/**
 * At 10,000 requests a second a tenth of a second of work. Ample for sharing a transaction widely
 * (`store/sqlite/lane.ts`), and answered long before a client stops to listen.
 */
const REQUESTS_AT_ONCE = 1_000

/** There is too much to do already; nothing of this request was begun. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy'
}

/** Wraps handlers so that only a limited number of them are under way together. */
export function createAdmission(atOnce = REQUESTS_AT_ONCE): (handler: Handler) => Handler {
  let underWay = 0
  return (handler) => async (request, reply) => {
    if (underWay >= atOnce) throw new TooBusy('too many requests are under way')
    underWay += 1
    try {
      return await handler(request, reply)
    } finally {
      underWay -= 1
    }
  }
}
