/** The guard's options and their validation. */

import { parseUrl, serverUrl } from './address.ts'
import type { CheckedRequest } from './authorization.ts'
import type { ClientCertificate } from './certificate.ts'
import { type CallCounter, countInThisProcess } from './details/calls.ts'
import type { Addresses } from './discovery.ts'
import type { ProofOptions } from './dpop/check.ts'
import { metadataAddress } from './metadata/document.ts'
import type { GuardProblem } from './problem.ts'
import type { Protection } from './refusal.ts'

export interface GuardOptions {
  /**
   * The authorization server's issuer, exactly as in its metadata, which then supplies the
   * introspection endpoint (RFC 8414).
   */
  readonly issuer?: string | undefined
  /** The introspection endpoint, if there is no metadata or it should not be used. */
  readonly introspectionEndpoint?: string | undefined
  /** The API's credentials, as printed by `mandate resource create`. */
  readonly clientId: string
  readonly clientSecret: string
  /** Named in every challenge (RFC 9110 §11.5); defaults to `api`. */
  readonly realm?: string | undefined
  /**
   * The API's resource indicator (RFC 8707), in any spelling. A token with an audience must include
   * it.
   */
  readonly resource?: string | undefined
  /**
   * Whether to refuse tokens without an audience as well (RFC 9700 §2.3); defaults to false.
   * Requires `resource`. For an API registered as restricted, the server never calls such a token
   * active anyway.
   */
  readonly requireAudience?: boolean | undefined
  /**
   * The URL of the API's metadata, named in every challenge (RFC 9728 §5.1). Defaults to the well-known
   * address of `resource`, where `guard.metadata()` serves it; `false` names none.
   */
  readonly resourceMetadata?: string | false | undefined
  /**
   * Where clients reach the API, such as `https://api.example.com`, with the path prefix that a proxy
   * removes, if any. Proofs of tokens that are bound to a key have to be for an address there (RFC 9449
   * §4.3). Defaults to the origin of `resource`, and without that to the host that each request names,
   * which an attacker can choose.
   */
  readonly publicUrl?: string | undefined
  /**
   * Whether every such proof must contain a nonce of this API (RFC 9449 §9), which shows that it was
   * not made in advance: `required`, or `when_needed` (the default), where only a proof whose own time
   * is not recent needs one.
   */
  readonly dpopNonce?: 'when_needed' | 'required' | undefined
  /**
   * How to find the TLS certificate of the client, as DER or PEM, for tokens that are bound to one
   * (RFC 8705 §3). Defaults to the certificate of a TLS connection to this process itself. Behind a
   * proxy, read the header that it sets, and only if the request comes from that proxy.
   */
  readonly clientCertificate?: ((request: CheckedRequest) => ClientCertificate) | undefined
  /**
   * Whether to cache good answers in memory while connected to the server's revocation stream;
   * defaults to true. The stream's address comes from the metadata, so this requires `issuer`.
   */
  readonly memory?: boolean | undefined
  /**
   * Who counts the calls of a user who limited them: a function that counts in your database, for all
   * processes, or `in_this_process`, for an API that is one process and may forget when it starts again.
   * Without it, a route that requires `details` is unavailable to clients whose calls are limited.
   */
  readonly countCalls?: 'in_this_process' | CallCounter | undefined
  /** Time limit of a request to the server, in milliseconds; defaults to 2,000. */
  readonly timeoutMs?: number | undefined
  /**
   * Receives the reason why tokens cannot be checked; must not throw. By default writes a line to
   * stderr, at most one per minute and kind.
   */
  readonly onProblem?: ((problem: GuardProblem) => void) | undefined
  /** Milliseconds since 1970; defaults to `Date.now`. */
  readonly clock?: (() => number) | undefined
}

export interface GuardSettings {
  readonly server: { readonly addresses: Addresses } | { readonly discoverFrom: string }
  readonly issuer: string | undefined
  readonly credentials: { readonly clientId: string; readonly clientSecret: string }
  readonly protection: Protection
  readonly resource: string | undefined
  readonly requireAudience: boolean
  readonly timeoutMs: number
  readonly memory: boolean
  readonly countCalls: CallCounter | undefined
  readonly dpop: Pick<ProofOptions, 'publicUrl' | 'nonce'>
}

const DEFAULT_TIMEOUT_MS = 2_000
const LONGEST_TIMEOUT_MS = 60_000

/** Checks the options. Throws a `TypeError` that names the wrong one and says what is valid. */
export function readOptions(options: GuardOptions): GuardSettings {
  const { issuer, resource } = options
  const { realm = 'api', timeoutMs = DEFAULT_TIMEOUT_MS, memory = true } = options
  const { requireAudience = false, dpopNonce = 'when_needed' } = options
  // RFC 8414 §2.
  if (issuer !== undefined && serverUrl('issuer', issuer).search !== '') {
    throw new TypeError('issuer must have no query')
  }
  if (resource !== undefined) parseUrl('resource', resource)
  if (requireAudience && resource === undefined) {
    throw new TypeError('requireAudience needs resource: the URI that a token has to name')
  }
  if (!/^[\x20-\x7e]+$/.test(realm)) {
    throw new TypeError('realm must be printable ASCII: it is sent in a header')
  }
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > LONGEST_TIMEOUT_MS) {
    throw new TypeError(`timeoutMs is ${timeoutMs}: give whole milliseconds from 1 to 60000`)
  }
  if (options.clientCertificate !== undefined && typeof options.clientCertificate !== 'function') {
    throw new TypeError(
      'clientCertificate must be a function that finds the certificate of a request',
    )
  }
  if (dpopNonce !== 'when_needed' && dpopNonce !== 'required') {
    throw new TypeError('dpopNonce must be when_needed or required')
  }
  return {
    server: server(options),
    issuer,
    credentials: {
      clientId: credential('clientId', options.clientId),
      clientSecret: credential('clientSecret', options.clientSecret),
    },
    protection: { realm, resourceMetadata: resourceMetadata(options) },
    resource,
    requireAudience,
    timeoutMs,
    memory,
    countCalls: callCounter(options.countCalls),
    dpop: { publicUrl: publicUrl(options), nonce: dpopNonce },
  }
}

function callCounter(given: GuardOptions['countCalls']): CallCounter | undefined {
  if (given === undefined || typeof given === 'function') return given
  if (given === 'in_this_process') return countInThisProcess()
  throw new TypeError('countCalls must be in_this_process or a function that counts a call')
}

/** Without the issuer there is nothing to publish, so no address is guessed. */
function resourceMetadata(options: GuardOptions): string | undefined {
  const { issuer, resource, resourceMetadata: given } = options
  if (given === false) return undefined
  if (given !== undefined) return parseUrl('resourceMetadata', given).href
  return issuer === undefined || resource === undefined
    ? undefined
    : metadataAddress(resource)?.href
}

/** Without the slash at the end, because a path follows. */
function publicUrl({ publicUrl: given, resource }: GuardOptions): string | undefined {
  const url = URL.parse(given ?? resource ?? '')
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (given === undefined) return isWeb ? url?.origin : undefined
  if (url === null || !isWeb || url.search !== '' || url.hash !== '') {
    throw new TypeError(`publicUrl is "${given}": give an http or https URL without a query`)
  }
  return url.href.replace(/\/$/, '')
}

function server({ issuer, introspectionEndpoint }: GuardOptions): GuardSettings['server'] {
  if (introspectionEndpoint !== undefined) {
    const introspection = serverUrl('introspectionEndpoint', introspectionEndpoint)
    return { addresses: { introspection, revocationStream: undefined } }
  }
  if (issuer !== undefined) return { discoverFrom: issuer }
  throw new TypeError('createGuard needs issuer or introspectionEndpoint')
}

/** Usually read from the environment, so easily undefined at run time. */
function credential(name: 'clientId' | 'clientSecret', value: string | undefined): string {
  if (typeof value === 'string' && value !== '') return value
  throw new TypeError(`createGuard needs ${name}: "mandate resource create" prints it`)
}
