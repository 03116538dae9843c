/** A raw HTTP request: repeated headers, any method, a false Host. */

import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface RawResponse {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** Sends it to a server on loopback. `headers` are pairs; `Host` is added if they have none. */
export async function rawRequest(
  origin: string,
  wanted: {
    readonly method: string
    readonly path: string
    readonly headers?: readonly (readonly [name: string, value: string])[]
    readonly body?: string | Uint8Array
  },
): Promise<RawResponse> {
  const { hostname, port, host } = new URL(origin)
  const given = wanted.headers ?? []
  const names = given.map(([name]) => name.toLowerCase())
  const body = Buffer.from(wanted.body ?? '')
  const added: (readonly [string, string])[] = [['Connection', 'close']]
  if (!names.includes('host')) added.push(['Host', host])
  if (body.length > 0) added.push(['Content-Length', String(body.length)])
  const outgoing = request({
    hostname,
    port,
    method: wanted.method,
    path: wanted.path,
    headers: [...added, ...given].flat(),
  })
  outgoing.end(body)
  const [response]: IncomingMessage[] = await once(outgoing, 'response')
  if (response === undefined) throw new Error('no response')
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: await text(response),
  }
}

/** The headers of a form, for `rawRequest`. */
export const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
