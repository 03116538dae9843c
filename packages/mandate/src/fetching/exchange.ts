/** One request and its response over its own connection, to addresses that were already checked. */

import type { ClientRequest, IncomingMessage } from 'node:http'
import type { LookupFunction } from 'node:net'
import { urlToHttpOptions } from 'node:url'
import { FetchRefused } from './refused.ts'

// Not by `import`: that also loads Node's own fetch, which costs each command as much as a third of its start.
const { Agent: HttpAgent, request: httpRequest } = process.getBuiltinModule('node:http')
const { Agent: HttpsAgent, request: httpsRequest } = process.getBuiltinModule('node:https')

export interface Outgoing {
  /** Default: GET. */
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
  /** The host's addresses, at least one. The connection goes to one of them. */
  readonly addresses: readonly { readonly address: string; readonly family: number }[]
  readonly maxBytes: number
  /** Aborted with a `FetchRefused` after the timeout. */
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
    // Node ends the body of an aborted request as if it were complete.
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
      // A compressed response could exceed the size limit when unpacked.
      'accept-encoding': 'identity',
      ...headers,
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    },
    lookup: pinned(addresses),
    maxHeaderSize: MAX_HEADER_BYTES,
    signal,
    // A new agent: connections are not reused, and a proxy in the environment is ignored.
    agent: isHttps ? new HttpsAgent({ maxCachedSessions: 0 }) : new HttpAgent(),
    // Also if NODE_TLS_REJECT_UNAUTHORIZED=0 is set for another purpose.
    ...(isHttps && { rejectUnauthorized: true }),
  }
  return new Promise((resolve, reject) => {
    const request: ClientRequest = isHttps ? httpsRequest(options) : httpRequest(options)
    request.on('response', resolve)
    request.on('error', reject)
    // Without a listener, Node ignores the upgrade and the request never ends.
    request.on('upgrade', (_, socket) => {
      socket.destroy()
      reject(new Error('The other side switched protocols.'))
    })
    request.end(body)
  })
}

/** A lookup for the connection that returns the checked addresses. */
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
    `${url.host} sent a compressed response, which this server does not accept. Turn off compression for this URL there.`,
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
    `${url.host} sent more than ${limit}. Check that the URL is right.`,
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
      `${url.host} has no certificate that this server trusts for that name, or does not speak TLS (${code}). Install a valid certificate there, or add its CA to NODE_EXTRA_CA_CERTS.`,
      error,
    )
  }
  if (/^E[A-Z]+$/.test(code)) {
    return new FetchRefused(
      'unreachable',
      `${url.host} could not be reached (${code}). Check that it is running and that no firewall blocks this machine.`,
      error,
    )
  }
  return new FetchRefused(
    'broken_answer',
    `${url.host} sent a response that is not HTTP${code === '' ? '' : ` (${code})`}. Check that the URL is right.`,
    error,
  )
}

function codeOf(error: unknown): string {
  // If all addresses fail, Node reports one AggregateError with the code of the first.
  if (!(error instanceof Error) || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}
