/**
 * One raw HTTP request: any method, headers that repeat, a `Host` that lies, a query that no URL
 * class has touched.
 */

import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The JSON object in the body; empty if there is none. */
  readonly json: Readonly<Record<string, unknown>>
}

export interface Request {
  /** GET unless a body is given. */
  readonly method?: string
  /** Pairs, since names may repeat. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: string | Uint8Array
}

export const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const

/** Sends it and reads the whole response. Redirects are not followed. */
export async function send(address: string, wanted: Request = {}): Promise<Answer> {
  const { protocol, hostname, port, host, origin } = new URL(address)
  const body = wanted.body === undefined ? undefined : Buffer.from(wanted.body)
  const given = wanted.headers ?? []
  const names = given.map(([name]) => name.toLowerCase())
  const added: (readonly [string, string])[] = [['Connection', 'close']]
  if (!names.includes('host')) added.push(['Host', host])
  if (body !== undefined) added.push(['Content-Length', String(body.length)])
  const outgoing = (protocol === 'https:' ? requestHttps : requestHttp)({
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    method: wanted.method ?? (body === undefined ? 'GET' : 'POST'),
    // What follows the origin, byte for byte.
    path: address.startsWith(origin) ? address.slice(origin.length) || '/' : '/',
    headers: [...added, ...given].flat(),
    agent: false,
  })
  // A server may answer and close before it has read all of a request that is too long.
  outgoing.on('error', () => {})
  outgoing.end(body)
  const [response]: IncomingMessage[] = await once(outgoing, 'response')
  if (response === undefined) throw new Error(`no response from ${origin}`)
  const read = await text(response)
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: read,
    json: jsonIn(response, read),
  }
}

/** Form parameters as a client sends them; undefined ones are left out. */
export function formOf(parameters: Parameters): string {
  const all = Object.entries(parameters)
  return new URLSearchParams(
    all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString()
}

/** Undefined removes a default header. */
export type Parameters = Readonly<Record<string, string | undefined>>

function jsonIn(response: IncomingMessage, read: string): Answer['json'] {
  if (read === '') return {}
  if (!/^application\/([\w.+-]*\+)?json\b/.test(response.headers['content-type'] ?? '')) return {}
  const document: unknown = JSON.parse(read)
  return typeof document === 'object' && document !== null ? { ...document } : {}
}
