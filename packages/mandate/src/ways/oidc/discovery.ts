/**
 * A provider's metadata (OpenID Connect Discovery §4), fetched when first needed and cached for as
 * long as the provider allows, within bounds. Concurrent sign-ins share one request, and a failure
 * is cached briefly, so a provider that is down is not asked again by each of them. openid-client
 * caches the keys for five minutes and fetches them again for an unknown `kid`, at most once a
 * minute.
 *
 * The signature of an ID token is always verified, although OpenID Connect Core §3.1.3.7 does not
 * require it for a token that comes over TLS from the token endpoint. Only algorithms with a
 * published key are accepted: no `none`, no `HS256`.
 */

import type { Configuration, ServerMetadata } from 'openid-client'
import type { Fetcher, FetchRequest } from '../../fetching/fetcher.ts'
import type { Clock } from '../../time-and-chance.ts'
import { type Credentials, clientAuthentication } from './client-secret.ts'

export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  readonly credentials: Credentials
}

export interface DiscoveryContext {
  readonly fetch: Fetcher
  readonly clock: Clock
}

export interface Provider {
  /** Rejects with an error of the fetcher or of openid-client. */
  configuration(): Promise<Configuration>
}

/**
 * The document names a different issuer than the setting: a wrong setting, or a provider that lies.
 */
export class OtherIssuer extends Error {
  override readonly name = 'OtherIssuer'
  readonly issuer: string
  constructor(issuer: string) {
    super(`The discovery document is for the issuer ${JSON.stringify(issuer.slice(0, 200))}.`)
    this.issuer = issuer
  }
}

/** The document sends browsers to an address without TLS, or to none at all. */
export class UnsafeEndpoint extends Error {
  override readonly name = 'UnsafeEndpoint'
  constructor(endpoint: string) {
    super(`The discovery document has no https:// address as its ${endpoint}.`)
  }
}

const SHORTEST_SECONDS = 300
const USUAL_SECONDS = 3_600
const LONGEST_SECONDS = 86_400
/** How long a failure is cached. */
const FAILURE_SECONDS = 5

export function createProvider(context: DiscoveryContext, settings: ProviderSettings): Provider {
  let kept: { readonly until: number; readonly found: Configuration } | undefined
  let failed: { readonly until: number; readonly error: unknown } | undefined
  let running: Promise<Configuration> | undefined

  async function renew(): Promise<Configuration> {
    try {
      const { found, seconds } = await discover(context, settings)
      kept = { found, until: context.clock.now() + seconds }
      failed = undefined
      return found
    } catch (error) {
      failed = { error, until: context.clock.now() + FAILURE_SECONDS }
      throw error
    } finally {
      running = undefined
    }
  }

  return {
    async configuration() {
      const now = context.clock.now()
      if (kept !== undefined && now < kept.until) return kept.found
      if (failed !== undefined && now < failed.until) throw failed.error
      running ??= renew()
      return running
    },
  }
}

/** Fetches the document now. Rejects as above, and with `OtherIssuer` or `UnsafeEndpoint`. */
export async function discover(
  { fetch, clock }: DiscoveryContext,
  { issuer, clientId, credentials }: ProviderSettings,
): Promise<{ readonly found: Configuration; readonly seconds: number }> {
  const openid = await import('openid-client')
  let seconds = USUAL_SECONDS
  const found = await openid
    .discovery(
      new URL(issuer),
      clientId,
      undefined,
      (...request) =>
        clientAuthentication(openid, credentials, { server: request[0], clock })(...request),
      {
        [openid.customFetch]: async (url, request) => {
          const response = await fetch(url, outgoing(request))
          seconds = lifetime(response.headers.get('cache-control'))
          return response
        },
        // The fetcher decides which hosts may be called without TLS.
        execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
      },
    )
    .catch((error: unknown) => {
      throw otherIssuer(error) ?? error
    })
  const server = found.serverMetadata()
  const { issuer: named } = server
  // The comparison is exact, because this is the key in `identities`. openid-client tolerates a
  // trailing slash and any Microsoft issuer.
  if (named !== issuer && named !== ANY_TENANT) throw new OtherIssuer(named)
  refuseUnsafe(server, issuer)
  return { found, seconds }
}

/** Where browsers go. What this server calls itself, the fetcher checks. */
function refuseUnsafe(server: ServerMetadata, issuer: string): void {
  for (const name of ['authorization_endpoint', 'end_session_endpoint'] as const) {
    const address = server[name]
    if (address === undefined && name === 'end_session_endpoint') continue
    const protocol = typeof address === 'string' ? URL.parse(address)?.protocol : undefined
    const isLikeIssuer = protocol === 'http:' && issuer.startsWith('http:')
    if (protocol !== 'https:' && !isLikeIssuer) throw new UnsafeEndpoint(name)
  }
}

/**
 * Microsoft's issuer template for `common` and `organizations`. openid-client checks the issuer of
 * each ID token against it.
 */
const ANY_TENANT = 'https://login.microsoftonline.com/{tenantid}/v2.0'

function otherIssuer(error: unknown): OtherIssuer | undefined {
  const { cause }: { cause?: unknown } = Object(error)
  const { attribute, body }: { attribute?: unknown; body?: unknown } = Object(cause)
  const { issuer }: { issuer?: unknown } = Object(body)
  return attribute === 'issuer' && typeof issuer === 'string' ? new OtherIssuer(issuer) : undefined
}

function outgoing({
  method,
  headers,
  body,
}: {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: unknown
}): FetchRequest {
  return { method, headers, ...(body !== undefined && body !== null && { body: String(body) }) }
}

/** How long to cache a document (RFC 9111 §5.2.2.1), in seconds, within our bounds. */
function lifetime(cacheControl: string | null): number {
  const [, seconds] = /\bmax-age="?(\d{1,10})\b/i.exec(cacheControl ?? '') ?? []
  const wanted = seconds === undefined ? USUAL_SECONDS : Number(seconds)
  return Math.min(Math.max(wanted, SHORTEST_SECONDS), LONGEST_SECONDS)
}
