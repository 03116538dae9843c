/**
 * A pending authorization travels in the browser: the original request, sealed, and good in that
 * one browser only. There is no row until a code is issued.
 *
 * The seal also serves as a CSRF token: nobody can make one for another person's browser.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'

export interface PendingAuthorization {
  /** The parameters of the authorization request as they came. */
  readonly query: string
  /** When it came, in whole seconds since 1970: `prompt=login` asks for a sign-in after that. */
  readonly startedAt: number
  readonly consent?: PendingConsent
}

/** What is known of the consent, where the request does not simply wait for it. */
export type PendingConsent =
  /** It is asked for even where it was given before: nobody in this browser began the request. */
  | { readonly is: 'to_ask' }
  /** This account said yes when its session had ended; it counts once the account signs in again. */
  | { readonly is: 'given'; readonly by: string }

/**
 * For so long a sign-in passes for the one that `prompt=login` or `max_age` asked for. Enough for a
 * password and a careful look at the consent page.
 */
const SECONDS_TO_DECIDE = 15 * 60

/**
 * The request as if it came now, where it is older than a person needs: a page that was left open,
 * or comes out of the browser's history, must not let the sign-in of that day pass for a new one.
 * One that lies ahead was made before the clock was set back. `now` in seconds since 1970.
 */
export function beginAnewIfOld(pending: PendingAuthorization, now: number): PendingAuthorization {
  const age = now - pending.startedAt
  return age >= 0 && age <= SECONDS_TO_DECIDE ? pending : { query: pending.query, startedAt: now }
}

/** What a sealed text turned out to be. A broken one says nothing about the request. */
export type Unsealed =
  | { readonly is: 'intact'; readonly pending: PendingAuthorization }
  | { readonly is: 'from_elsewhere' }

/** Seals for the browser that holds this secret. URL-safe. */
export function sealPending(
  key: Uint8Array,
  browserSecret: string,
  pending: PendingAuthorization,
): string {
  const { startedAt, query, consent } = pending
  const parts = consent === undefined ? [startedAt, query] : [startedAt, query, consent]
  const payload = Buffer.from(JSON.stringify(parts)).toString('base64url')
  return `${payload}.${sealOf(key, browserSecret, payload)}`
}

export function unsealPending(
  key: Uint8Array,
  browserSecret: string | undefined,
  sealed: string,
): Unsealed {
  const [payload, seal, ...rest] = sealed.split('.')
  if (browserSecret === undefined || payload === undefined || seal === undefined) {
    return { is: 'from_elsewhere' }
  }
  // Compared as text: decoding would forgive a second spelling.
  const expected = Buffer.from(sealOf(key, browserSecret, payload))
  const actual = Buffer.from(seal)
  if (rest.length > 0 || actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    return { is: 'from_elsewhere' }
  }
  const [startedAt, query, consent] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  return { is: 'intact', pending: { startedAt, query, ...(consent && { consent }) } }
}

/**
 * The authorization request that a text claims to have sealed, whoever wrote it; undefined where it
 * names none. Worth no more than a link to the authorization endpoint with the same query.
 */
export function claimedQuery(sealed: string): string | undefined {
  const [, payload = ''] = /^([\w-]+)\.[\w-]+$/.exec(sealed) ?? []
  try {
    const [, query]: unknown[] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    // Only what needs no encoding in a URL.
    return typeof query === 'string' && /^[\x21\x24-\x5b\x5d-\x7e]+$/.test(query)
      ? query
      : undefined
  } catch {
    return undefined
  }
}

function sealOf(key: Uint8Array, browserSecret: string, payload: string): string {
  return createHmac('sha256', key).update(`${browserSecret}\n${payload}`).digest('base64url')
}
