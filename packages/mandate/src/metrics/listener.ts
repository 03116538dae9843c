/**
 * `/metrics` has its own listener, so it is not exposed on the clients' port. Anyone who can reach
 * the listener can read it; by default it is on loopback.
 */

import { once } from 'node:events'
import { createServer } from 'node:http'
import { prometheusContentType } from 'prom-client'

export interface MetricsListener {
  close(): Promise<void>
}

/**
 * Starts listening; rejects with the system's error if it cannot. Calls `text` for each request.
 */
export async function openMetricsListener(
  place: { readonly host: string; readonly port: number },
  text: () => Promise<string>,
): Promise<MetricsListener> {
  const server = createServer(async (request, response) => {
    const [path] = (request.url ?? '').split('?', 1)
    if (path !== '/metrics' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(404).end('There is only /metrics here.\n')
      return
    }
    try {
      const body = await text()
      response.setHeader('Content-Type', prometheusContentType)
      response.end(request.method === 'HEAD' ? undefined : body)
    } catch {
      response.writeHead(500).end('The metrics could not be gathered.\n')
    }
  })
  server.listen({ ...place, exclusive: true })
  await once(server, 'listening')
  return {
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
