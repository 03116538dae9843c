/**
 * The guard as Express middleware (4 and 5, and anything else that takes `(request, response,
 * next)`).
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Check } from '../outcome.ts'
import { admit } from '../principal.ts'
import { toResponse } from '../response.ts'

export type ExpressMiddleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

export function guardExpress(check: Check): ExpressMiddleware {
  return (request, response, next) => {
    check(request).then((outcome) => {
      if (outcome.outcome === 'granted') {
        admit(request, outcome.principal)
        return next()
      }
      const { status, headers, body } = toResponse(outcome)
      response.writeHead(status, headers).end(body)
    }, next)
  }
}
