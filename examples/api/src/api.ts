/**
 * A sample API: notes, guarded by `@mandate/guard`.
 *
 * A request is matched to a route (`routes.ts`), the guard on the route checks the access token and
 * passes on the principal, the handler answers for that account (`notes.ts`). `main.ts` starts the
 * API alone; `@mandate/demo` starts it next to the server.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGuard, type GuardOptions } from '@mandate/guard'
import { RequestRefused, sendJson } from './json.ts'
import { createNotes } from './notes.ts'
import { findRoute, METADATA_PATH, notesRoutes, type Routes } from './routes.ts'

export interface ApiOptions {
  /** The authorization server's issuer identifier, exactly. */
  readonly issuer: string
  /** The API's own credentials, from `mandate resource create`. */
  readonly clientId: string
  readonly clientSecret: string
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The URI the API was registered with; if omitted, its address, and audiences are not checked. */
  readonly resource?: string | undefined
  readonly onProblem?: GuardOptions['onProblem']
}

export interface RunningApi {
  readonly url: string
  /** Finishes pending requests, then stops. */
  close(): Promise<void>
}

/** Starts the API. Rejects if the port is in use, and with a `TypeError` for a wrong option. */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { host, port } = options
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  const url = origin(server.address() as AddressInfo)
  try {
    const { guard, routes } = assemble(options, url)
    server.on('request', (request, response) => void answer(routes, request, response))
    const close = async () => {
      await new Promise((closed) => server.close(closed))
      guard.close()
    }
    return { url, close }
  } catch (error) {
    server.close()
    throw error
  }
}

function assemble(options: ApiOptions, url: string) {
  const { issuer, clientId, clientSecret, onProblem } = options
  const resource = options.resource ?? url
  const guard = createGuard({
    issuer,
    clientId,
    clientSecret,
    realm: 'notes',
    resource: options.resource,
    // Behind a proxy, this is the proxy's address.
    publicUrl: url,
    resourceMetadata: URL.canParse(resource) ? new URL(METADATA_PATH, resource).href : undefined,
    onProblem,
  })
  return { guard, routes: notesRoutes({ guard, notes: createNotes(Date.now), issuer, resource }) }
}

async function answer(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await findRoute(routes, request)(request, response)
  } catch (error) {
    if (response.headersSent || request.socket.destroyed) {
      response.destroy()
    } else if (error instanceof RequestRefused) {
      const { status, headers, code, message } = error
      sendJson(response, { error: code, error_description: message }, { status, headers })
    } else {
      console.error(error)
      const error_description = 'The API failed. The fault is not in your request.'
      sendJson(response, { error: 'server_error', error_description }, { status: 500 })
    }
  }
}

function origin({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
