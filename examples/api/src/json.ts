/** JSON in and out. Errors look like those of the guard: `{error, error_description}`. */

import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request that cannot be served in this form; `message` says what to do. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused'
  readonly status: 400 | 404 | 405 | 413 | 415
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: RequestRefused['status'],
    message: string,
    about: { readonly code?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.status = status
    this.code = about.code ?? 'invalid_request'
    this.headers = about.headers ?? {}
  }
}

const LARGEST_BODY_BYTES = 16 * 1024

export function sendJson(
  response: ServerResponse,
  value: unknown,
  { status = 200, headers = {} as Readonly<Record<string, string>> } = {},
): void {
  const body = JSON.stringify(value)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(body)
}

/** The JSON object in the body, or a `RequestRefused`. */
export async function readJsonObject(
  request: IncomingMessage,
): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new RequestRefused(415, 'Send the body as application/json.')
  }
  const text = await readBody(request)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>
    }
  } catch {
    // Reported below, like any other body that is not an object.
  }
  throw new RequestRefused(400, 'The body must be a JSON object.')
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= LARGEST_BODY_BYTES) chunks.push(chunk)
      else reject(tooLarge())
    })
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.on('error', reject)
  })
}

function tooLarge(): RequestRefused {
  return new RequestRefused(413, `The body may have ${LARGEST_BODY_BYTES} bytes.`, {
    headers: { connection: 'close' },
  })
}
