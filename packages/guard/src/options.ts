/** What a guard has to be told, and what is said of a wrong setting. */

import { parseUrl, serverUrl } from './address.ts'
import type { Addresses } from './discovery.ts'
import type { GuardProblem } from './problem.ts'
import type { Protection } from './refusal.ts'

export interface GuardOptions {
  /**
   * The authorization server's issuer, exactly as the server calls itself. The introspection endpoint
   * is then found in its metadata (RFC 8414).
   */
  readonly issuer?: string | undefined
  /** The introspection endpoint, where there is no metadata or it shall not be read. */
  readonly introspectionEndpoint?: string | undefined
  /** The API's own credentials, as `mandate resource create` printed them. */
  readonly clientId: string
  readonly clientSecret: string
  /** Named in every challenge (RFC 9110 §11.5); `api` if left out. */
  readonly realm?: string | undefined
  /**
   * The API's resource indicator (RFC 8707), in any spelling. A token that names its audience must
   * name this.
   */
  readonly resource?: string | undefined
  /**
   * Whether a token that names no audience is refused as well (RFC 9700 §2.3); false if left out. Needs
   * `resource`. An API registered as restricted gets no such token from the server in any case.
   */
  readonly requireAudience?: boolean | undefined
  /** The URL of the API's own metadata, named in every challenge (RFC 9728 §5.1). */
  readonly resourceMetadata?: string | undefined
  /**
   * Whether good answers are kept in memory while the server's stream of revocations is heard; true
   * if left out. It is found in the metadata, so `issuer` has to be given and to be asked.
   */
  readonly memory?: boolean | undefined
  /** Milliseconds that one question to the server may take; 2,000 if left out. */
  readonly timeoutMs?: number | undefined
  /** Told why tokens cannot be checked; must not throw. If left out, a line on stderr, at most one a minute and kind. */
  readonly onProblem?: ((problem: GuardProblem) => void) | undefined
  /** Milliseconds since 1970; `Date.now` if left out. */
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
}

const DEFAULT_TIMEOUT_MS = 2_000
const LONGEST_TIMEOUT_MS = 60_000

/** Checks the options; a `TypeError` names the wrong one and what would be right. */
export function readOptions(options: GuardOptions): GuardSettings {
  const { issuer, resource, resourceMetadata } = options
  const { realm = 'api', timeoutMs = DEFAULT_TIMEOUT_MS, memory = true } = options
  const { requireAudience = false } = options
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
  return {
    server: server(options),
    issuer,
    credentials: {
      clientId: credential('clientId', options.clientId),
      clientSecret: credential('clientSecret', options.clientSecret),
    },
    protection: {
      realm,
      resourceMetadata: resourceMetadata && parseUrl('resourceMetadata', resourceMetadata).href,
    },
    resource,
    requireAudience,
    timeoutMs,
    memory,
  }
}

function server({ issuer, introspectionEndpoint }: GuardOptions): GuardSettings['server'] {
  if (introspectionEndpoint !== undefined) {
    const introspection = serverUrl('introspectionEndpoint', introspectionEndpoint)
    return { addresses: { introspection, revocationStream: undefined } }
  }
  if (issuer !== undefined) return { discoverFrom: issuer }
  throw new TypeError('createGuard needs issuer or introspectionEndpoint')
}

/** Read from the environment these are easily missing at run time. */
function credential(name: 'clientId' | 'clientSecret', value: string | undefined): string {
  if (typeof value === 'string' && value !== '') return value
  throw new TypeError(`createGuard needs ${name}: "mandate resource create" prints it`)
}
