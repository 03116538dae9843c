/** Builds the explanation of a refused request, without its secrets, after the answer is sent. */

import type { FastifyRequest } from 'fastify'
import {
  clientIdOrNull,
  lengthOf,
  redactParameters,
  redactUserAgent,
} from '../explanations/redaction.ts'
import type { Refusal } from '../explanations/refusal.ts'
import type { PassingFact } from '../facts/passing.ts'
import type { Share } from '../store/explanation-bucket.ts'
import type { Explanation, RefusedRequest } from '../store/records.ts'
import { methodSent } from './methods.ts'
import { headerValues } from './request.ts'
import { loggedPath } from './request-log.ts'

/** Why a request was answered with an error. */
export interface Refused {
  readonly refusal: Refusal
  /** The authorization request that the browser carried, if the refusal is about that. */
  readonly query?: string | undefined
}

const LONGEST_FORM = 8_000
const LONGEST_USER_AGENT = 120
/** Other schemes are not stored: they may be misplaced secrets. */
const SCHEMES: Readonly<Record<string, string>> = {
  basic: 'client_secret_basic',
  bearer: 'a Bearer token',
  digest: 'HTTP Digest',
  dpop: 'a DPoP token',
  negotiate: 'HTTP Negotiate',
}

/** What clients send by mistake. Others are not stored either. */
const MEDIA_TYPES = [
  'application/x-www-form-urlencoded',
  'application/json',
  'application/xml',
  'multipart/form-data',
  'text/plain',
]

/** Whose share of the queue it uses. */
export function whoseRequest({ refusal: { addressee, reason } }: Refused): Share {
  return { ...(addressee ?? { standing: 'unknown', clientId: null }), reason }
}

/** What is counted of it. Only registered clients are named, since anybody can make up others. */
export function refusedFact({ refusal: { reason, addressee } }: Refused): PassingFact {
  if (addressee === null) return { kind: 'request.refused', reason }
  const client = { id: addressee.clientId, isProven: addressee.standing === 'authenticated' }
  return { kind: 'request.refused', reason, client }
}

/** The explanation. `at` is whole seconds since 1970. */
export function explainRequest(request: FastifyRequest, refused: Refused, at: number): Explanation {
  const form = readForm(request, refused)
  const { error, reason, details, addressee } = refused.refusal
  return {
    id: request.id,
    error,
    reason,
    at,
    standing: addressee?.standing ?? 'unknown',
    clientId: addressee?.clientId ?? presentedClientId(request, form),
    request: describeRequest(request, form),
    details,
  }
}

function describeRequest(request: FastifyRequest, form: string): RefusedRequest {
  const { headers } = request
  const mediaType = headers['content-type']?.split(';', 1)[0]?.trim()
  const userAgent = redactUserAgent((headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '?'))
  return {
    method: methodSent(request.raw),
    endpoint: request.routeOptions.url ?? loggedPath(request.raw.url ?? '', undefined),
    mediaType: mediaType === undefined ? null : shownMediaType(mediaType),
    userAgent: userAgent === '' ? null : userAgent.slice(0, LONGEST_USER_AGENT),
    authentication:
      request.routeOptions.config.audience === 'client' ? authentication(request, form) : null,
    parameters: redactParameters(form),
  }
}

function shownMediaType(text: string): string {
  return MEDIA_TYPES.includes(text.toLowerCase()) ? text.toLowerCase() : lengthOf(text)
}

/** The parameters of both URL and body, to show misplaced ones too. */
function readForm(request: FastifyRequest, { query }: Refused): string {
  if (query !== undefined) return query.slice(0, LONGEST_FORM)
  const [, inUrl = ''] = (request.raw.url ?? '').split(/\?(.*)/s)
  const inBody = request.body instanceof Uint8Array ? Buffer.from(request.body).toString() : ''
  return [inUrl, inBody]
    .filter((part) => part !== '')
    .join('&')
    .slice(0, LONGEST_FORM)
}

/** By its name in RFC 8414 §2, if it has one. */
function authentication(request: FastifyRequest, form: string): string {
  const parameters = new URLSearchParams(form)
  const mechanisms = headerValues(request, 'authorization').map((header) => {
    const [scheme = ''] = header.trim().split(' ', 1)
    return SCHEMES[scheme.toLowerCase()] ?? 'an Authorization header of another kind'
  })
  if (parameters.get('client_secret')) mechanisms.push('client_secret_post')
  if (parameters.has('client_assertion')) mechanisms.push('private_key_jwt or client_secret_jwt')
  return mechanisms.length === 0 ? 'none' : mechanisms.join(' and ')
}

function presentedClientId(request: FastifyRequest, form: string): string | null {
  const [, basic = ''] = request.headers.authorization?.split(/^basic +/i) ?? []
  const [user] = Buffer.from(basic, 'base64').toString('latin1').split(':', 1)
  return (
    clientIdOrNull(user) ?? clientIdOrNull(new URLSearchParams(form).get('client_id') ?? undefined)
  )
}
