/**
 * Lets clients that run in a web page, such as MCP Inspector, call the server (Fetch Standard, "CORS
 * protocol"). Which pages is decided before, by `Origin`.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'

/** The headers of MCP requests; each `Mcp-Param-…` would have to be added by name. */
const ACCEPTED =
  'Authorization, Content-Type, Accept, Last-Event-ID, MCP-Protocol-Version, Mcp-Method, Mcp-Name'

export function letBrowsersRead(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers
  if (origin === undefined) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('vary', 'Origin')
  response.setHeader('access-control-expose-headers', 'WWW-Authenticate')
  if (!isPreflight(request)) return
  response.setHeader('access-control-allow-methods', 'POST')
  response.setHeader('access-control-allow-headers', ACCEPTED)
  response.setHeader('access-control-max-age', '600')
}

/** A preflight has no token: it is answered before the guard. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
}
