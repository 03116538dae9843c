/**
 * The login route as Express middleware (4 and 5, and any framework with `(request, response,
 * next)`).
 */

import type { ServerResponse } from 'node:http'
import type { OpenLoginRoute } from '../login-route.ts'
import { type NodeRequest, send } from './node.ts'

export type ExpressHandler<Request> = (
  request: Request,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

export function loginExpress<Request extends NodeRequest>(
  route: OpenLoginRoute<Request>,
): ExpressHandler<Request> {
  return (request, response, next) => {
    const { method, originalUrl, url } = request
    // A router mounted below a path shortens `url`.
    route({ request, method, target: originalUrl ?? url ?? '/' }).then(
      (answer) => send(response, answer),
      next,
    )
  }
}
