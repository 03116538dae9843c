/** Answers requests for the metadata: the same for every adapter. */

import { createHash } from 'node:crypto'
import type { MetadataDocument } from './document.ts'

export interface MetadataQuestion {
  readonly method: string
  readonly ifNoneMatch?: string | undefined
}

export interface MetadataAnswer {
  readonly status: 200 | 204 | 304 | 405
  readonly headers: Readonly<Record<string, string>>
  /** Empty for HEAD, too. */
  readonly body: string
}

const SECONDS_KEPT = 3_600
const METHODS = 'GET, HEAD, OPTIONS'

/** Programs in browsers read it too, and send headers of their own, so a preflight allows any. */
const ANY_ORIGIN = { 'access-control-allow-origin': '*' }
const PREFLIGHT = {
  ...ANY_ORIGIN,
  'access-control-allow-methods': METHODS,
  'access-control-allow-headers': '*',
  'access-control-max-age': '86400',
}

/** The document is public and the same for everybody. */
export function answerWith(
  document: MetadataDocument,
): (question: MetadataQuestion) => MetadataAnswer {
  const body = JSON.stringify(document)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const kept = { ...ANY_ORIGIN, 'cache-control': `public, max-age=${SECONDS_KEPT}`, etag }
  const described = {
    ...kept,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  }
  return ({ method, ifNoneMatch }) => {
    if (method === 'OPTIONS') return { status: 204, headers: PREFLIGHT, body: '' }
    if (method !== 'GET' && method !== 'HEAD') {
      return { status: 405, headers: { ...ANY_ORIGIN, allow: METHODS }, body: '' }
    }
    // RFC 9110 §13.1.2: compared weakly.
    const known = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
    if (known?.includes(etag)) return { status: 304, headers: kept, body: '' }
    return { status: 200, headers: described, body: method === 'HEAD' ? '' : body }
  }
}
