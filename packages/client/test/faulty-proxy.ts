/**
 * Stands between the client and an authorization server and spoils token requests on order: each
 * takes the next fault from the queue. Its address is the issuer, so any server can be put behind it.
 */

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'

export type Fault =
  /** As if there were no proxy. */
  | { readonly kind: 'none' }
  /** The connection breaks before the server has seen the request. */
  | { readonly kind: 'cut_before' }
  /** The server has acted; its answer is lost. */
  | { readonly kind: 'cut_after' }
  /** The server has acted; half of its answer arrives. */
  | { readonly kind: 'half' }
  /** The server has acted, but an intermediary sends something else. */
  | { readonly kind: 'garbage' }
  /** The server has acted; nothing comes, and the connection stays open. */
  | { readonly kind: 'hang' }
  /** The server sees the request late, even if the client has long gone. */
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'busy'; readonly retryAfter?: number }

/** One token request as the proxy saw it. */
export interface SeenRequest {
  readonly at: number
  readonly key: string | undefined
  readonly presented: string | null
  /** What the server answered, once it has. */
  status?: number
  successor?: string
}

export interface FaultyProxy {
  readonly url: string
  readonly faults: Fault[]
  readonly seen: SeenRequest[]
  forwardTo(url: string): void
  close(): Promise<void>
}

export async function startFaultyProxy(): Promise<FaultyProxy> {
  const faults: Fault[] = []
  const seen: SeenRequest[] = []
  let target = ''

  const server = createServer(async (request, response) => {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const body = await text(request)
    const form = new URLSearchParams(body)
    const isToken = request.method === 'POST' && form.has('grant_type')
    const fault = (isToken ? faults.shift() : undefined) ?? { kind: 'none' }
    const entry: SeenRequest = {
      at: performance.now(),
      key: request.headers['idempotency-key']?.toString(),
      presented: form.get('refresh_token') ?? form.get('code'),
    }
    if (isToken) seen.push(entry)
    if (fault.kind === 'cut_before') return void response.destroy()
    if (fault.kind === 'busy') return busy(response, fault.retryAfter)
    if (fault.kind === 'late') await sleep(fault.ms)
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'GET',
      headers: pick(new Headers(request.headers as Record<string, string>), [
        'authorization',
        'content-type',
        'idempotency-key',
        'dpop',
      ]),
      redirect: 'manual',
      ...(request.method === 'POST' ? { body } : {}),
      ...(isToken ? {} : { signal: gone.signal }),
    })
    const headers = pick(answer.headers, PASSED_BACK)
    if (!isToken && answer.body !== null) {
      // It may be a stream that never ends.
      response.writeHead(answer.status, headers)
      return void pipeline(answer.body, response).catch(() => {})
    }
    const answered = await answer.text()
    entry.status = answer.status
    if (isToken && answer.ok) entry.successor = JSON.parse(answered).refresh_token
    if (fault.kind === 'hang') return
    if (fault.kind === 'cut_after') return void response.destroy()
    if (fault.kind === 'garbage') return void response.end('<html>Please log in to the Wi-Fi')
    response.writeHead(answer.status, {
      ...headers,
      'content-length': Buffer.byteLength(answered),
    })
    if (fault.kind !== 'half') return void response.end(answered)
    response.write(answered.slice(0, answered.length / 2), () => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    seen,
    forwardTo(url) {
      target = url
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const PASSED_BACK = ['content-type', 'www-authenticate', 'retry-after', 'location', 'dpop-nonce']

/** Everything else belongs to one of the two connections and not to the other. */
function pick(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
}

function busy(response: ServerResponse, retryAfter: number | undefined): void {
  const header = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  response.writeHead(503, header).end()
}
