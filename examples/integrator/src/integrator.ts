/**
 * Acme Notes Sync: an example of an application that integrates with a platform. A user connects
 * it on Mandate's pages, and it reads and writes their notes through the platform's API.
 *
 * It keeps no state in memory. Tokens are in the file store of `@mandate/client`; the browser's grant
 * and any login in progress are in sealed cookies. So it may be killed at
 * any moment: a page or a callback that failed is simply loaded again.
 *
 * See also: `routes.ts` answers requests, `page.ts` and `notices.ts` are what the user sees.
 */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createClient, fileStore } from '@mandate/client'
import { answer } from './routes.ts'
import { createSeal, loadCookieKey } from './sealed-cookie.ts'

export interface IntegratorOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Scope tokens; without it, the server's default applies. With `openid`, the page shows who signed in. */
  readonly scope?: string | undefined
  /** The notes API, without a slash at the end. */
  readonly apiUrl: string
  /** 0 lets the system choose. The redirect URI is `http://HOST:PORT/callback`. */
  readonly port: number
  readonly host?: string
  /** For tokens and the key of the cookies; created if missing. */
  readonly dataDirectory: string
}

/** Milliseconds: a person waits for each page, so it gives up sooner than a worker would. */
const TIMEOUTS = { requestMs: 5_000, totalMs: 10_000, leaseMs: 1_500 }

/** Resolves when ready to serve. Rejects if the port is in use or a setting is wrong. */
export async function startIntegrator(
  options: IntegratorOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const { issuer, clientId, clientSecret, scope, apiUrl, host = '127.0.0.1' } = options
  const seal = createSeal(await loadCookieKey(options.dataDirectory))
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  async function close(): Promise<void> {
    server.closeIdleConnections()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  try {
    const client = createClient({
      issuer,
      clientId,
      clientSecret,
      ...(scope !== undefined && { scope }),
      redirectUri: `${url}/callback`,
      apiOrigins: [apiUrl],
      store: fileStore(join(options.dataDirectory, 'grants')),
      timeouts: TIMEOUTS,
    })
    const application = { client, seal, apiUrl, url }
    server.on('request', (request, response) => answer(application, request, response))
  } catch (error) {
    await close()
    throw error
  }
  return { url, close }
}
