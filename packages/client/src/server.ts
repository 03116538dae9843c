/**
 * The authorization server's metadata (RFC 8414), fetched on first use and again after an hour, and
 * the options common to all requests.
 */

import * as oauth from 'oauth4webapi'
import { type Configuration, isSecure } from './configuration.ts'
import { DPOP_ALGORITHM } from './dpop.ts'
import { MandateError, unanswered } from './errors.ts'

const METADATA_MS = 60 * 60 * 1000

export interface AuthorizationServer {
  /** Rejects with `metadata_invalid` or `server_unavailable`. */
  metadata(): Promise<oauth.AuthorizationServer>
  readonly client: oauth.Client
  readonly authentication: oauth.ClientAuth
  /** Options for one request: its time limit, and http if the issuer is on loopback. */
  requestOptions(headers?: Record<string, string>): RequestOptions
}

interface RequestOptions {
  headers: Record<string, string>
  signal: AbortSignal
  [oauth.allowInsecureRequests]: boolean
}

export function describeServer(configuration: Configuration): AuthorizationServer {
  const { issuer, clientId, clientSecret, timeouts } = configuration
  let known: { promise: Promise<oauth.AuthorizationServer>; until: number } | undefined

  function requestOptions(headers: Record<string, string> = {}): RequestOptions {
    return {
      headers,
      signal: AbortSignal.timeout(timeouts.requestMs),
      [oauth.allowInsecureRequests]: issuer.protocol === 'http:',
    }
  }

  async function discover(): Promise<oauth.AuthorizationServer> {
    const response = await oauth
      .discoveryRequest(issuer, { algorithm: 'oauth2', ...requestOptions() })
      .catch((error) => {
        throw unanswered(issuer.origin, error)
      })
    if (response.status >= 500 || response.status === 429) {
      await response.body?.cancel()
      throw new MandateError(
        'server_unavailable',
        `${issuer.origin} answered ${response.status} when asked for its metadata`,
        { retryAfterSeconds: retryAfterSeconds(response) },
      )
    }
    // Read the whole body first, to tell a broken connection from bad content.
    const body = await response.text().catch((error) => {
      throw unanswered(issuer.origin, error)
    })
    const whole = new Response(body || null, { status: response.status, headers: response.headers })
    const metadata = await oauth.processDiscoveryResponse(issuer, whole).catch((error) => {
      throw unusable(issuer, error instanceof Error ? error.message : 'unknown')
    })
    for (const name of ['authorization_endpoint', 'token_endpoint'] as const) {
      assertEndpoint(issuer, name, metadata[name])
    }
    return metadata
  }

  return {
    client: { client_id: clientId },
    authentication: clientSecret === null ? oauth.None() : oauth.ClientSecretBasic(clientSecret),
    requestOptions,
    metadata() {
      if (known === undefined || performance.now() > known.until) {
        const promise = discover()
        known = { promise, until: performance.now() + METADATA_MS }
        promise.catch(() => {
          known = undefined
        })
      }
      return known.promise
    },
  }
}

/** Secrets are sent to this address, so it must be as safe as the issuer's. */
export function assertEndpoint(issuer: URL, name: string, value: string | undefined): string {
  if (value === undefined || !URL.canParse(value)) throw unusable(issuer, `no ${name}`)
  if (!isSecure(new URL(value))) throw unusable(issuer, `${name} is not https`)
  return value
}

/** Without support for DPoP, the server would answer a login with tokens that are not bound. */
export function assertDpop(issuer: URL, metadata: oauth.AuthorizationServer): void {
  if (metadata.dpop_signing_alg_values_supported?.includes(DPOP_ALGORITHM)) return
  throw unusable(issuer, `no ${DPOP_ALGORITHM} for DPoP, which the option dpop needs`)
}

/** `Retry-After` in seconds (RFC 9110 §10.2.3), if present. */
export function retryAfterSeconds(response: Response): number | undefined {
  const text = response.headers.get('retry-after')
  if (text === null) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000))
}

function unusable(issuer: URL, why: string): MandateError {
  return new MandateError('metadata_invalid', `the metadata of ${issuer.href} are unusable: ${why}`)
}
