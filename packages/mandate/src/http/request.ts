/** Parses what Fastify does not: raw parameters and repeated headers. */

import type { FastifyRequest } from 'fastify'
import { PROOFS } from '../clients/authentication/method.ts'
import { Refusal } from '../explanations/refusal.ts'
import { decodeUtf8, Parameters, parseParameters } from '../oauth/parameters.ts'

/**
 * Maximum characters of an authorization request: it is carried in the next URL, a third longer,
 * and Node accepts 16 KiB of headers in total.
 */
export const LONGEST_REQUEST = 8_000

const NONE = new Parameters(new Map())

/** The raw query string without its question mark. Throws `Refusal` if it is not UTF-8. */
export function rawQuery(request: FastifyRequest): string {
  const url = request.raw.url ?? ''
  const mark = url.indexOf('?')
  // Node has one character per byte here.
  return mark < 0 ? '' : decodeUtf8(Buffer.from(url.slice(mark + 1), 'latin1'))
}

export function queryParameters(request: FastifyRequest): Parameters {
  const query = rawQuery(request)
  return query === '' ? NONE : parseParameters(query)
}

/**
 * The form in the body; no body is an empty form. Throws `Refusal` if the body is anything else.
 */
export function rawForm(request: FastifyRequest): Uint8Array {
  if (request.body instanceof Uint8Array) return request.body
  if (request.body === undefined) return new Uint8Array()
  throw new Refusal('wrong_content_type')
}

export function formParameters(request: FastifyRequest): Parameters {
  return parseParameters(rawForm(request))
}

/** All values of a header: Node keeps only the first `Authorization` in `headers`. */
export function headerValues(request: FastifyRequest, name: string): readonly string[] {
  if (request.headers[name] === undefined) return []
  const raw = request.raw.rawHeaders
  const values: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    const [header, value] = [raw[i], raw[i + 1]]
    if (header?.length !== name.length || value === undefined) continue
    if (header.toLowerCase() === name) values.push(value)
  }
  return values
}

/** The form. Its parameters must not be in the URL, where logs would record them. */
export function bodyOnly(request: FastifyRequest): Parameters {
  const query = queryParameters(request)
  const names = ['token', 'token_type_hint', 'client_id', ...PROOFS]
  const inQuery = names.filter((name) => query.has(name))
  if (inQuery.length > 0) throw new Refusal('parameters_in_query', { parameters: inQuery })
  return formParameters(request)
}
