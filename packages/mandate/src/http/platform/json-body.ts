import type { FastifyRequest } from 'fastify'
import { Problem } from '../problem.ts'

export const JSON_TYPE = 'application/json'

/** The JSON object in the body. Throws `Problem`. */
export function jsonBody(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== JSON_TYPE || !(request.body instanceof Uint8Array)) {
    throw new Problem(415, 'wrong_content_type', {
      detail: `Send a JSON object, as ${JSON_TYPE}.`,
    })
  }
  const value = parsed(request.body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem(400, 'not_json', {
      detail: 'The body is not a JSON object in UTF-8 (RFC 8259).',
    })
  }
  return value as Readonly<Record<string, unknown>>
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}
