/** The login route as a listener for `node:http`. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { SignInError } from '../errors.ts'
import { type LoginResponse, type OpenLoginRoute, page } from '../login-route.ts'
import { problemPage } from '../page.ts'

export type NodeRequest = IncomingMessage & { readonly originalUrl?: string | undefined }

/** Does not reject, because node:http would not turn an error into a response. */
export function loginNode<Request extends NodeRequest>(
  route: OpenLoginRoute<Request>,
  onProblem: (problem: SignInError) => void,
): (request: Request, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const { method, url = '/' } = request
    const answer = await route({ request, method, target: url }).catch((cause: unknown) => {
      const message = 'the platform’s own function failed'
      const problem = new SignInError('platform_failed', message, { cause })
      onProblem(problem)
      return page(problem, problemPage(problem))
    })
    send(response, answer)
  }
}

export function send(response: ServerResponse, { status, headers, body }: LoginResponse): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
}
