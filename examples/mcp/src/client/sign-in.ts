/**
 * Waits for the browser to come back from the authorization server: a listener on this computer, on a
 * port of its own for the time of the program (RFC 8252 §7.3).
 */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SignIn {
  /** Where the browser comes back. */
  readonly redirectUrl: string
  /** A new value for the parameter `state`; an answer with another one is not for this program. */
  newState(): string
  /** The parameters of the next answer; waits for it. */
  answer(): Promise<URLSearchParams>
  close(): void
}

/** `random` makes values that cannot be guessed. */
export async function listenForSignIn(random: () => string): Promise<SignIn> {
  let state = random()
  let arrived = Promise.withResolvers<URLSearchParams>()
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    // Any page in the browser can call here, with any path.
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1')
    if (url?.pathname !== '/callback' || url.searchParams.get('state') !== state) {
      response.writeHead(404, TEXT).end('There is nothing here.\n')
      return
    }
    arrived.resolve(url.searchParams)
    response.writeHead(200, TEXT).end('Done. You can close this page and go back to the program.\n')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    redirectUrl: `http://127.0.0.1:${port}/callback`,
    newState: () => {
      state = random()
      arrived = Promise.withResolvers()
      return state
    },
    answer: () => arrived.promise,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }
