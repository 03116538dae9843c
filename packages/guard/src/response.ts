/** The HTTP response for a refused request; the adapters only copy it. */

import type { NotGranted } from './outcome.ts'
import type { Refused } from './refusal.ts'

export interface HttpRefusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Always JSON: `{error, error_description}`. */
  readonly body: string
}

export function toResponse(outcome: NotGranted): HttpRefusal {
  const { status } = outcome
  const unavailable = outcome.outcome === 'unavailable'
  const body = JSON.stringify(
    unavailable ? UNAVAILABLE : { error: outcome.error, error_description: outcome.description },
  )
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
  }
  return unavailable
    ? { status, body, headers: { ...headers, 'retry-after': `${outcome.retryAfterSeconds}` } }
    : { status, body, headers: { ...headers, ...challengeOf(outcome) } }
}

function challengeOf({ wwwAuthenticate, dpopNonce }: Refused): Readonly<Record<string, string>> {
  const challenge = { 'www-authenticate': wwwAuthenticate }
  return dpopNonce === undefined ? challenge : { ...challenge, 'dpop-nonce': dpopNonce }
}

const UNAVAILABLE = {
  error: 'temporarily_unavailable',
  error_description:
    'The access token cannot be checked now. Keep it, and repeat the request later.',
}
