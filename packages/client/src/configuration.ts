/** The options of `createClient`, validated once. */

import { MandateError } from './errors.ts'
import type { SecurityEvent } from './events/event.ts'
import type { TokenStore } from './stores/token-store.ts'

/** Milliseconds. */
export interface Timeouts {
  /** One request including its answer. Default 10,000. */
  readonly requestMs?: number
  /** One call, including retries and waiting for other processes. Default 30,000. */
  readonly totalMs?: number
  /** How long a refreshing process may take before another takes over. Default 5,000. */
  readonly leaseMs?: number
  /**
   * After a refresh that took several requests: how long its successor must not be redeemed, in
   * case a delayed copy of a request still arrives. Default `requestMs`.
   */
  readonly settleMs?: number
}

/** Scopes are tokens separated by single spaces. */
export interface ScopeChange {
  readonly grantKey: string
  /** What is left. */
  readonly scope: string
  /** Everything that the grant had and has lost. */
  readonly takenBack: string
}

export type ClientOptions = {
  /** The authorization server. https, or http on loopback. */
  readonly issuer: string
  readonly clientId: string
  /** The redirect URI, exactly as registered. */
  readonly redirectUri: string
  /** Scope tokens separated by single spaces. Without it, the server's default applies. */
  readonly scope?: string
  readonly store: TokenStore
  /** Origins that `fetch` may send the token to, such as `https://api.example.com`. */
  readonly apiOrigins?: readonly string[]
  /**
   * Called once when a refresh shows that the user has taken back a part of the scope: the program can
   * switch off what needs it, and ask the user for it when they want that again. Called in the process
   * that refreshed, after the tokens are stored; if that process dies in between, `status()` still
   * says it. What it throws rejects the call that refreshed, and nothing is lost.
   */
  readonly onScopeChanged?: (change: ScopeChange) => void
  /**
   * Called for each security event from `receiveSecurityEvents` or `pollSecurityEvents`, after the store
   * has been changed and before the event is acknowledged. If it rejects, the event comes again; an
   * event may come twice if a process dies in between.
   */
  readonly onSecurityEvent?: (event: SecurityEvent) => void | Promise<void>
  /** The value of the `Authorization` header that pushed events have, if one was agreed. */
  readonly eventAuthorization?: string
  /**
   * Whether tokens are bound to a key of this client (DPoP, RFC 9449), so that a stolen token is useless
   * alone. `fetch` sends the proofs. Each grant has its own key, kept in the store with its tokens.
   * Default false. A grant from before gets a key at its next refresh.
   */
  readonly dpop?: boolean
  readonly timeouts?: Timeouts
} & (
  | { readonly clientSecret: string }
  /** A client that cannot keep a secret, such as an app on the user's machine. */
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
  readonly onScopeChanged: (change: ScopeChange) => void
  readonly onSecurityEvent: (event: SecurityEvent) => void | Promise<void>
  readonly eventAuthorization: string | null
  readonly dpop: boolean
  readonly timeouts: Required<Timeouts>
}

/** Throws `configuration_invalid`, naming the option and what is valid. */
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
    onScopeChanged: options.onScopeChanged ?? (() => {}),
    onSecurityEvent: options.onSecurityEvent ?? (() => {}),
    eventAuthorization: options.eventAuthorization ?? null,
    dpop: options.dpop ?? false,
    timeouts: {
      requestMs,
      totalMs: positive('totalMs', options.timeouts?.totalMs ?? 30_000),
      leaseMs: positive('leaseMs', options.timeouts?.leaseMs ?? 5_000),
      settleMs: positive('settleMs', options.timeouts?.settleMs ?? requestMs),
    },
  }
}

/** Whether secrets may be sent there: over TLS, or to loopback (RFC 6749 §1.6, RFC 8252 §7.3). */
export function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

function isLoopback(hostname: string): boolean {
  // The URL parser has normalized all notations of an IPv4 address to this one.
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
