/** What `createClient` is told, checked once, so that nothing behind it has to doubt it. */

import { MandateError } from './errors.ts'
import type { TokenStore } from './stores/token-store.ts'

/** Milliseconds. */
export interface Timeouts {
  /** One request, answer included. 10,000 by default. */
  readonly requestMs?: number
  /** One call, with its retries and the waiting for other processes. 30,000 by default. */
  readonly totalMs?: number
  /** How long a process that refreshes is left alone before another takes over. 5,000 by default. */
  readonly leaseMs?: number
  /**
   * After a refresh that took more than one request: how long its successor is kept from being
   * redeemed, so that no forgotten copy of the request can arrive behind it. As `requestMs` by default.
   */
  readonly settleMs?: number
}

export type ClientOptions = {
  /** The authorization server. https, or http on loopback. */
  readonly issuer: string
  readonly clientId: string
  /** Where the server sends the browser back to, exactly as registered. */
  readonly redirectUri: string
  /** Scope tokens with one space between. Without it the server's default is asked for. */
  readonly scope?: string
  readonly store: TokenStore
  /** The origins that `fetch` may send the token to, such as `https://api.example.com`. */
  readonly apiOrigins?: readonly string[]
  readonly timeouts?: Timeouts
} & (
  | { readonly clientSecret: string }
  /** A client that cannot keep a secret, such as one on the user's machine. */
  | { readonly public: true }
)

export interface Configuration {
  readonly issuer: URL
  readonly clientId: string
  /** Null for a public client. */
  readonly clientSecret: string | null
  readonly redirectUri: string
  readonly scope: string | null
  readonly store: TokenStore
  readonly apiOrigins: ReadonlySet<string>
  readonly timeouts: Required<Timeouts>
}

/** Throws `configuration_invalid` with the name of the setting and what would be right. */
export function readConfiguration(options: ClientOptions): Configuration {
  const clientSecret = 'clientSecret' in options ? options.clientSecret : null
  if (clientSecret === '') throw invalid('clientSecret', 'must not be empty')
  if (options.clientId === '') throw invalid('clientId', 'must not be empty')
  if (!URL.canParse(options.redirectUri)) throw invalid('redirectUri', 'must be an absolute URL')
  const requestMs = positive('requestMs', options.timeouts?.requestMs ?? 10_000)
  return {
    issuer: secureUrl('issuer', options.issuer),
    clientId: options.clientId,
    clientSecret,
    redirectUri: options.redirectUri,
    scope: options.scope ?? null,
    store: options.store,
    apiOrigins: new Set(
      (options.apiOrigins ?? []).map((origin) => secureUrl('apiOrigins', origin).origin),
    ),
    timeouts: {
      requestMs,
      totalMs: positive('totalMs', options.timeouts?.totalMs ?? 30_000),
      leaseMs: positive('leaseMs', options.timeouts?.leaseMs ?? 5_000),
      settleMs: positive('settleMs', options.timeouts?.settleMs ?? requestMs),
    },
  }
}

/** Whether secrets may travel there: TLS, or no network at all (RFC 6749 §1.6, RFC 8252 §7.3). */
export function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

function isLoopback(hostname: string): boolean {
  // The URL parser has already turned every spelling of an IPv4 address into this one.
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

function secureUrl(setting: string, text: string): URL {
  if (!URL.canParse(text)) throw invalid(setting, `must hold an absolute URL, not "${text}"`)
  const url = new URL(text)
  if (!isSecure(url)) throw invalid(setting, `must be https, or http on loopback, not "${text}"`)
  return url
}

function positive(setting: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value
  throw invalid(`timeouts.${setting}`, `must be a number of milliseconds above 0, not ${value}`)
}

function invalid(setting: string, what: string): MandateError {
  return new MandateError('configuration_invalid', `createClient: ${setting} ${what}`)
}
