/**
 * Limits concurrent requests. A request beyond the limit is told to retry before any work starts:
 * an unbounded queue would delay every request and fill the memory.
 *
 * Counts running handlers, including their waits for the database, a password check or the
 * processor. A client that sends its request slowly is not counted.
 */

import type { FastifyReply, FastifyRequest } from 'fastify'

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/**
 * A tenth of a second of work at 10,000 requests a second: enough to share transactions well
 * (`store/sqlite/lane.ts`), and answered long before clients time out.
 */
const REQUESTS_AT_ONCE = 1_000

/** The server is at its limit; this request was not started. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy'
}

/** Wraps handlers so that only a limited number run at once. */
export type Admission = (handler: Handler) => Handler

export function createAdmission(atOnce = REQUESTS_AT_ONCE): Admission {
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
