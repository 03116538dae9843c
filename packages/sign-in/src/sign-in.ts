/**
 * A platform's side of signing in at Mandate with the platform's own login page.
 *
 * Mandate sends the browser to the platform's login route with a one-use id. The route reads what is
 * asked (`asked.ts`), finds out who is signed in at the platform, and answers with that person
 * (`identity.ts`) or a refusal. Mandate says where the browser continues. `login-route.ts` does all
 * of this, and `adapters/` fit it to a framework; `read`, `answer` and `refuse` are its parts.
 *
 * The way back is `users`: what the platform does to a user's account, Mandate is told, and every
 * session, grant and guard follows within a second.
 *
 * All calls go through `exchange.ts`, with a time limit and retries: repeating any of them changes
 * nothing more.
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
  /** What Mandate asks of the person with this id. Rejects with a `SignInError`. */
  read(id: string): Promise<Asked>
  /**
   * Answers who it is. The same answer twice is one answer; another one is refused with
   * `already_answered`. Redirect the browser to `continueUrl` (303): it works once, for a minute,
   * in the browser that began. Rejects with a `SignInError`; with a `TypeError` for a wrong identity.
   */
  answer(id: string, identity: Identity): Promise<{ readonly continueUrl: string }>
  /** Answers that nobody is signed in, and why. `reason` is shown to the person. */
  refuse(id: string, code: RefusalCode, reason?: string): Promise<{ readonly continueUrl: string }>
  /** Tells Mandate what happened to the platform's users. */
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
   * Where the platform's sign-out page sends the browser: `returnTo` if it is an address of this
   * Mandate server, and otherwise `otherwise`. The value comes from the query, so anyone can choose it.
   */
  returnAfterSignOut(returnTo: unknown, otherwise?: string): string
}

/**
 * Connects a platform to a Mandate server. Throws a `TypeError` that names the wrong option. Does
 * not connect before the first call.
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
