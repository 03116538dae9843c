/**
 * The platform's side of a sign-in to Mandate with the platform's own login page.
 *
 * Mandate sends the browser to the platform's login route with a one-use id. The route reads the
 * request (`asked.ts`), finds out who is signed in at the platform, and answers with that user
 * (`identity.ts`) or a refusal. Mandate returns the URL for the browser. `login-route.ts` does all
 * of this, and `adapters/` fit it to a framework; `read`, `answer` and `refuse` are its parts.
 *
 * The way back is `users`: the platform reports changes to its users, and they take effect in every
 * session, grant and guard within a second.
 *
 * All calls go through `exchange.ts`, with a time limit and retries, because every call is
 * idempotent.
 */

import type { ServerResponse } from 'node:http'
import { type ExpressHandler, loginExpress } from './adapters/express.ts'
import { type FastifyHandler, type FastifyRequestLike, loginFastify } from './adapters/fastify.ts'
import { loginFetch } from './adapters/fetch.ts'
import { loginNode, type NodeRequest } from './adapters/node.ts'
import { type Asked, parseAsked } from './asked.ts'
import { continueAt } from './continue-url.ts'
import { openExchange } from './exchange.ts'
import { type Identity, type RefusalCode, toAnswer } from './identity.ts'
import { type LoginRoute, openLoginRoute } from './login-route.ts'
import { readOptions, type SignInOptions } from './options.ts'
import { reportSparingly } from './report.ts'
import { returnAfterSignOut } from './return-to.ts'
import { createUsers, type Users } from './users/users.ts'

export interface SignIn {
  /** Returns what the sign-in with this id is for. Rejects with a `SignInError`. */
  read(id: string): Promise<Asked>
  /**
   * Answers who the user is. The same answer may be repeated; a different one is refused with
   * `already_answered`. Redirect the browser to `continueUrl` (303): it works once, for a minute,
   * in the browser that started the sign-in. Rejects with a `SignInError`; with a `TypeError` for
   * an invalid identity.
   */
  answer(id: string, identity: Identity): Promise<{ readonly continueUrl: string }>
  /** Refuses the sign-in. `reason` is shown to the person. */
  refuse(id: string, code: RefusalCode, reason?: string): Promise<{ readonly continueUrl: string }>
  /** Reports changes to the platform's users. */
  readonly users: Users
  /** The login route as Express middleware; an error of `currentUser` goes to `next`. */
  express<Request extends NodeRequest>(route: LoginRoute<Request>): ExpressHandler<Request>
  /** The login route as a Fastify handler. */
  fastify<Request extends FastifyRequestLike>(route: LoginRoute<Request>): FastifyHandler<Request>
  /** The login route as a listener for `node:http`. Does not reject. */
  node<Request extends NodeRequest>(
    route: LoginRoute<Request>,
  ): (request: Request, response: ServerResponse) => Promise<void>
  /** The login route as a web-standard handler. */
  fetch(route: LoginRoute<Request>): (request: Request) => Promise<Response>
  /**
   * The redirect target of the platform's sign-out page: `returnTo` if it is a URL of this Mandate
   * server, otherwise `otherwise`. The value comes from the query, so it is untrusted.
   */
  returnAfterSignOut(returnTo: unknown, otherwise?: string): string
}

/**
 * Connects a platform to a Mandate server. Throws a `TypeError` for an invalid option. Does not
 * connect before the first call.
 */
export function createSignIn(options: SignInOptions): SignIn {
  const { issuer, key, timeoutMs } = readOptions(options)
  const { onProblem = reportSparingly(console.error, Date.now) } = options
  const exchange = openExchange({ issuer, key, timeoutMs })

  const send = async (body: Readonly<Record<string, unknown>>) =>
    continueAt(issuer, await exchange.json('/platform/v1/sign-in/answer', body))
  const parts: Pick<SignIn, 'read' | 'answer' | 'refuse'> = {
    read: async (id) => parseAsked(await exchange.json('/platform/v1/sign-in/read', { id })),
    answer: async (id, identity) => send({ id, ...toAnswer(identity) }),
    refuse: async (id, refused, reason) => send({ id, refused, reason }),
  }
  const open = <Request>(route: LoginRoute<Request>) =>
    openLoginRoute(route, { ...parts, onProblem })
  return {
    ...parts,
    users: createUsers(exchange),
    express: (route) => loginExpress(open(route)),
    fastify: (route) => loginFastify(open(route)),
    node: (route) => loginNode(open(route), onProblem),
    fetch: (route) => loginFetch(open(route)),
    returnAfterSignOut: (returnTo, otherwise = '/') =>
      returnAfterSignOut(issuer, returnTo, otherwise),
  }
}
