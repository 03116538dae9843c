/** One request and its answer over a connection of its own, to addresses that were checked. */

import type { IncomingMessage } from 'node:http'
import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { urlToHttpOptions } from 'node:url'
import { FetchRefused } from './refused.ts'

export interface Outgoing {
  /** GET if not given. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array<ArrayBuffer>
}

interface Bounds {
  /** The host's addresses; no others are connected to. At least one. */
  readonly addresses: readonly { readonly address: string; readonly family: number }[]
  readonly maxBytes: number
  /** Aborted with a `FetchRefused` when the time is over. */
  readonly signal: AbortSignal
}

const MAX_HEADER_BYTES = 16 * 1024

/** Rejects with `FetchRefused`. */
export async function exchange(url: URL, outgoing: Outgoing, bounds: Bounds): Promise<Answer> {
  try {
    const response = await sent(url, outgoing, bounds)
    const headers = headersOf(response)
    refuseCoding(url, headers)
    const body = await readBody(url, response, bounds.maxBytes)
    // Node ends a body whose request is aborted as if it were complete.
    bounds.signal.throwIfAborted()
    return { status: response.statusCode ?? 0, headers, body }
  } catch (error) {
    if (bounds.signal.aborted) throw bounds.signal.reason
    throw error instanceof FetchRefused ? error : refusalOf(url, error)
  }
}

function sent(
  url: URL,
  { method = 'GET', headers = {}, body }: Outgoing,
  { addresses, signal }: Bounds,
): Promise<IncomingMessage> {
  const isHttps = url.protocol === 'https:'
  const options = {
    ...urlToHttpOptions(url),
    method,
    headers: {
      'user-agent': 'Mandate',
      // A compressed answer could grow beyond its limit.
      'accept-encoding': 'identity',
      ...headers,
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    },
    lookup: pinned(addresses),
    maxHeaderSize: MAX_HEADER_BYTES,
    signal,
    // An agent of its own: connections are not kept, and a proxy in the environment is not used.
    agent: isHttps ? new HttpsAgent({ maxCachedSessions: 0 }) : new HttpAgent(),
    // Even if NODE_TLS_REJECT_UNAUTHORIZED=0 is set for another purpose.
    ...(isHttps && { rejectUnauthorized: true }),
  }
  return new Promise((resolve, reject) => {
    const request: ClientRequest = isHttps ? httpsRequest(options) : httpRequest(options)
    request.on('response', resolve)
    request.on('error', reject)
    // Without a listener Node would wait for nothing.
    request.on('upgrade', (_, socket) => {
      socket.destroy()
      reject(new Error('The other side switched protocols.'))
    })
    request.end(body)
  })
}

/** Answers a connection's question for the host with the addresses that were checked. */
function pinned(addresses: Bounds['addresses']): LookupFunction {
  return (_host, options, callback) => {
    if (options.all) return callback(null, [...addresses])
    const [first] = addresses
    callback(null, first?.address ?? '', first?.family)
  }
}

function headersOf({ rawHeaders }: IncomingMessage): Answer['headers'] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
  )
}

function refuseCoding(url: URL, headers: Answer['headers']): void {
  const coding = headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1]
  if (coding === undefined || coding.toLowerCase() === 'identity') return
  throw new FetchRefused(
    'broken_answer',
    `${url.host} answered compressed although asked not to. Switch compression off for this address there.`,
  )
}

async function readBody(
  url: URL,
  response: IncomingMessage,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    // Leaving the loop destroys the connection.
    if (size > maxBytes) throw tooLarge(url, `${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function tooLarge(url: URL, limit: string): FetchRefused {
  return new FetchRefused(
    'too_large',
    `${url.host} answered with more than ${limit}. Check that the address is right.`,
  )
}

function refusalOf(url: URL, error: unknown): FetchRefused {
  const code = codeOf(error)
  if (code === 'HPE_HEADER_OVERFLOW') return tooLarge(url, `${MAX_HEADER_BYTES} bytes of headers`)
  if (
    /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_)/.test(code)
  ) {
    return new FetchRefused(
      'not_trusted',
      `${url.host} has no certificate that this server trusts for its name, or does not speak TLS (${code}). Give the server a valid certificate, or add its authority to NODE_EXTRA_CA_CERTS.`,
      error,
    )
  }
  if (/^E[A-Z]+$/.test(code)) {
    return new FetchRefused(
      'unreachable',
      `${url.host} could not be reached (${code}). Check that it runs, and that a firewall lets this machine reach it.`,
      error,
    )
  }
  return new FetchRefused(
    'broken_answer',
    `${url.host} gave an answer that is not HTTP${code === '' ? '' : ` (${code})`}. Check that the address is right.`,
    error,
  )
}

function codeOf(error: unknown): string {
  // Several addresses that all fail are one AggregateError with the code of the first.
  if (!(error instanceof Error) || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}
