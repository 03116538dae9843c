/**
 * `/metrics` on a listener of its own, so that the port which clients reach has no such address. Whoever
 * reaches this one may read it; unless told otherwise it is on loopback.
 */

import { once } from 'node:events'
import { createServer } from 'node:http'
import { prometheusContentType } from 'prom-client'

export interface MetricsListener {
  close(): Promise<void>
}

/** Listens; rejects with the system's error where it cannot. `text` is asked at each request. */
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
