/**
 * The guard of an API: who may call it, decided request by request.
 *
 * A request goes through four steps, each in its own file. `authorization.ts` reads what it presents;
 * `introspection.ts` asks the authorization server about the token, by way of `sharing.ts` and over
 * the connections of `pool.ts`; `verdict.ts` judges the answer; `refusal.ts` words a no. There are
 * three ways out. `granted` carries a principal. `refused` is a verdict on the request, with its
 * challenge. `unavailable` means that nobody could say: 503, never 401, because a client throws a
 * refused token away, and this one may be healthy.
 *
 * No yes is kept: a token that is revoked is refused at the next request.
 */

import { type ExpressMiddleware, guardExpress } from './adapters/express.ts'
import { type FastifyHook, guardFastify } from './adapters/fastify.ts'
import { type FetchHandler, guardFetch } from './adapters/fetch.ts'
import { guardNode, type NodeHandler, type NodeListener } from './adapters/node.ts'
import { type CheckedRequest, readAuthorization } from './authorization.ts'
import { discoverEndpoint } from './discovery.ts'
import { introspectOver } from './introspection.ts'
import { type GuardOptions, readOptions } from './options.ts'
import type { Check, Outcome } from './outcome.ts'
import { openPool } from './pool.ts'
import { GuardProblem, reportSparingly } from './problem.ts'
import { type RefusalReason, refuse } from './refusal.ts'
import { parseRequirement, type Requirement } from './scope.ts'
import { shareQuestions } from './sharing.ts'
import { judge } from './verdict.ts'

export interface Guard {
  /** Checks one request. Never rejects for what the request or the server did. */
  check(request: CheckedRequest, requirement?: Requirement): Promise<Outcome>
  /** A listener for `http.createServer`; the handler gets the principal as third argument. */
  node(handler: NodeHandler, requirement?: Requirement): NodeListener
  /** An `onRequest` or `preHandler` hook; the handler asks `principalOf(request)`. */
  fastify(requirement?: Requirement): FastifyHook
  /** Middleware; the handler asks `principalOf(request)`. */
  express(requirement?: Requirement): ExpressMiddleware
  /** A web-standard handler; the inner one gets the principal as second argument. */
  fetch<Rest extends readonly unknown[]>(
    handler: FetchHandler<Rest>,
    requirement?: Requirement,
  ): (request: Request, ...rest: Rest) => Promise<Response>
  /** Closes the connections to the server. Checks under way end as `unavailable`. */
  close(): void
}

/** Longer ones are refused unasked, or a stranger could make the server's size limit look like an outage. */
const LONGEST_TOKEN = 8_192

/**
 * Makes the guard of one API. Throws a `TypeError` that names a wrong option; does not connect before
 * the first check.
 */
export function createGuard(options: GuardOptions): Guard {
  const { server, credentials, timeoutMs, ...settings } = readOptions(options)
  const { clock = Date.now, onProblem = reportSparingly(console.error, clock) } = options

  const pool = openPool(timeoutMs)
  const endpoint =
    'endpoint' in server
      ? () => Promise.resolve(server.endpoint)
      : discoverEndpoint(server.discoverFrom, pool)
  const introspect = shareQuestions(introspectOver(pool, endpoint, credentials))

  const checkFor = (requirement: Requirement | undefined): Check => {
    const scope = parseRequirement(requirement)
    const refused = (reason: RefusalReason) => refuse(reason, settings.protection, scope)

    return async (request) => {
      const presented = readAuthorization(request)
      if (presented.kind !== 'token') return refused(presented.kind)
      if (presented.token.length > LONGEST_TOKEN) return refused('too_long')

      const answer = await introspect(presented.token).catch(asProblem)
      if (answer instanceof GuardProblem) {
        onProblem(answer)
        const { retryAfterSeconds } = answer
        return { outcome: 'unavailable', status: 503, retryAfterSeconds, problem: answer }
      }
      const verdict = judge(answer, { ...settings, scope, now: clock() })
      return verdict.good
        ? { outcome: 'granted', principal: verdict.principal }
        : refused(verdict.reason)
    }
  }

  return {
    check: (request, requirement) => checkFor(requirement)(request),
    node: (handler, requirement) => guardNode(checkFor(requirement), handler),
    fastify: (requirement) => guardFastify(checkFor(requirement)),
    express: (requirement) => guardExpress(checkFor(requirement)),
    fetch: (handler, requirement) => guardFetch(checkFor(requirement), handler),
    close: () => pool.close(),
  }
}

function asProblem(error: unknown): GuardProblem {
  if (error instanceof GuardProblem) return error
  throw error
}
