/** A server on a free port of loopback. */

import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

/** Listens first, so that the handler can be told the address. */
export async function listen(
  listenerFor: (issuer: string) => RequestListener | Promise<RequestListener>,
): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  server.on('request', await listenerFor(`http://127.0.0.1:${address.port}`))
  return address.port
}
