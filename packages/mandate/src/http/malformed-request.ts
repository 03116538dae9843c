/**
 * Requests that never reach an endpoint: not HTTP, headers too long or too slow, or an unsupported
 * content coding. A browser gets a page for these too; most often its cookies are too long.
 */

import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { errorPage } from '../pages/error.ts'
import { chooseWords } from '../words/choose.ts'
import type { HttpContext } from './context.ts'
import { pageHeaders } from './page-response.ts'

/** A content coding other than none (RFC 9110 §8.4). */
export class UnknownCoding extends Error {
  override readonly name = 'UnknownCoding'
  readonly statusCode = 415
}

export function isCoded({ headers }: FastifyRequest): boolean {
  const coding = headers['content-encoding']
  return coding !== undefined && coding.toLowerCase() !== 'identity'
}

interface ParseError extends Error {
  readonly code?: string | undefined
  /** The bytes read last, as far as the parser has them. */
  readonly rawPacket?: unknown
}

/** Answers on the raw socket and closes it. */
export function answerMalformed(
  error: ParseError,
  socket: Socket,
  { brand, settings }: Pick<HttpContext, 'brand' | 'settings'>,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = statusOf(error)
  const { rawPacket } = error
  const read = rawPacket instanceof Uint8Array ? Buffer.from(rawPacket).toString('latin1') : ''
  const isBrowser = /^accept:[^\r\n]*text\/html/im.test(read)
  const description = 'The request is not well-formed HTTP, or its headers are too long.'
  const problem = status === 431 ? 'headersTooLong' : 'incompleteRequest'
  const [, acceptLanguage] = /^accept-language:([^\r\n]*)/im.exec(read) ?? []
  const words = chooseWords({ acceptLanguage }, brand.catalogues)
  const page = { words, brandName: settings.brandName, look: brand.look }
  const body = isBrowser
    ? errorPage({ ...page, problem, reference: null, goOn: null })
    : JSON.stringify({ error: 'invalid_request', error_description: description })
  const headers = {
    'Content-Type': isBrowser ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...(isBrowser && pageHeaders()),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`
  socket.write(head + body)
  socket.destroySoon()
}

function statusOf({ code }: ParseError): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
}
