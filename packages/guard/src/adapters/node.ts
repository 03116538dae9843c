/** The guard in front of a `node:http` handler. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Check } from '../outcome.ts'
import type { Principal } from '../principal.ts'
import { toResponse } from '../response.ts'

export type NodeHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  principal: Principal,
) => unknown

/** Resolves or rejects with the handler. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export function guardNode(check: Check, handler: NodeHandler): NodeListener {
  return async (request, response) => {
    const outcome = await check(request)
    if (outcome.outcome === 'granted') {
      await handler(request, response, outcome.principal)
      return
    }
    const { status, headers, body } = toResponse(outcome)
    response.writeHead(status, headers).end(body)
  }
}
