/**
 * Answers while the database is not yet available: the process is live but not ready, and all other
 * requests are told to retry. Has neither keys nor store; `server.ts` replaces it.
 */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type BrandSettings, openBrand } from '../brand/brand.ts'
import { assets } from '../pages/assets.ts'
import { errorPage } from '../pages/error.ts'
import { RETRY_AFTER_SECONDS } from './error-response.ts'
import { wordsFor } from './language.ts'

const NOT_YET = {
  error: 'temporarily_unavailable',
  error_description: 'The server cannot reach its database yet. Send the same request again.',
}
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'"

/** Starts listening; rejects with the system's error if it cannot. */
export async function openWaitingServer({
  host,
  port,
  ...settings
}: BrandSettings & {
  readonly host: string
  readonly port: number
}): Promise<{ close(): Promise<void> }> {
  const { look, catalogues, assets: own } = openBrand(settings)
  const pageFor = (request: IncomingMessage) =>
    errorPage({
      ...{ words: wordsFor(request, { catalogues }), brandName: settings.brandName, look },
      ...{ problem: 'unavailable', reference: null, goOn: null },
    })
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?', 1)
    // The real server opens its own connections.
    response.setHeader('Connection', 'close')
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const name = path.replace(/^\/assets\//, '')
    const asset = isRead ? (assets.get(name) ?? own.get(name)) : undefined
    if (isRead && path === '/health/live') return sendJson(response, 200, { status: 'live' })
    if (asset !== undefined)
      return void response.setHeader('Content-Type', asset.contentType).end(asset.body)
    response.setHeader('Retry-After', RETRY_AFTER_SECONDS)
    if (isRead && path === '/health/ready') return sendJson(response, 503, { status: 'waiting' })
    if (!request.headers.accept?.includes('text/html')) return sendJson(response, 503, NOT_YET)
    response.setHeader('Content-Security-Policy', PAGE_POLICY)
    response.writeHead(503, { 'Content-Type': 'text/html; charset=utf-8' }).end(pageFor(request))
  })
  server.listen({ host, port })
  await once(server, 'listening')
  return {
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      const late = setTimeout(() => server.closeAllConnections(), 1_000)
      await closed
      clearTimeout(late)
    },
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}
