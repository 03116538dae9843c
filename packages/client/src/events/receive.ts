/** Receives pushed tokens (RFC 8935 §2), from `node:http`, Express, or as a web `Request`. */

import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { MandateError } from '../errors.ts'
import { EventRefused } from './event.ts'
import type { TakeEvents } from './take.ts'
import type { EventVerifier } from './verify.ts'

export interface ReceivingParts {
  readonly verifier: EventVerifier
  readonly take: TakeEvents
  /** The `Authorization` header that the server sends; null for none. */
  readonly authorization: string | null
}

/** What to answer; the body is JSON, or nothing. */
interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A pushed request, however it came. */
interface Pushed {
  readonly method: string
  readonly contentType: string
  readonly authorization: string
  readonly read: () => Promise<string>
}

const MOST_BYTES = 64 * 1024
const TYPE = 'application/secevent+jwt'

/** For servers that have web-standard requests. Rejects with what `onSecurityEvent` or the store rejects with. */
export async function receiveRequest(parts: ReceivingParts, request: Request): Promise<Response> {
  const { status, headers, body } = await answer(parts, {
    method: request.method,
    contentType: request.headers.get('content-type') ?? '',
    authorization: request.headers.get('authorization') ?? '',
    read: () => text(request.body ?? []),
  })
  return new Response(body === '' ? null : body, { status, headers })
}

/** For `node:http` and Express; it answers by itself. Rejects as above, after it has answered 500. */
export async function receiveNodeRequest(
  parts: ReceivingParts,
  request: IncomingMessage & { readonly body?: unknown },
  response: ServerResponse,
): Promise<void> {
  const send = ({ status, headers, body }: Answer) =>
    void response.writeHead(status, { ...headers }).end(body)
  try {
    const { method = '', headers } = request
    send(
      await answer(parts, {
        method,
        contentType: headers['content-type'] ?? '',
        authorization: headers.authorization ?? '',
        read: async () => parsedBody(request.body) ?? text(request),
      }),
    )
  } catch (error) {
    send({ status: 500, headers: {}, body: '' })
    throw error
  }
}

async function answer(
  { verifier, take, authorization: expected }: ReceivingParts,
  { method, contentType, authorization, read }: Pushed,
): Promise<Answer> {
  if (method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: '' }
  try {
    if (expected !== null && !isSame(authorization, expected)) {
      throw new EventRefused(
        'authentication_failed',
        'the Authorization header is not the agreed one',
      )
    }
    if (contentType.split(';', 1)[0]?.trim().toLowerCase() !== TYPE) {
      throw new EventRefused('invalid_request', `the content type has to be ${TYPE}`)
    }
    await take(await verifier.verify((await read()).trim()))
    return { status: 202, headers: {}, body: '' }
  } catch (error) {
    if (error instanceof EventRefused) {
      const body = JSON.stringify({ err: error.problem, description: error.message })
      const headers = { 'content-type': 'application/json', 'content-language': 'en' }
      return { status: 400, headers, body }
    }
    if (error instanceof MandateError && error.code === 'server_unavailable') {
      // The server sends it again.
      return { status: 503, headers: { 'retry-after': '5' }, body: '' }
    }
    throw error
  }
}

/** A body that Express has read already. */
function parsedBody(body: unknown): string | undefined {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : undefined
}

async function text(body: AsyncIterable<Uint8Array> | readonly Uint8Array[]): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MOST_BYTES) throw new EventRefused('invalid_request', 'the token is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((value) => hash('sha256', value, 'buffer'))
  return one !== undefined && other !== undefined && timingSafeEqual(one, other)
}
