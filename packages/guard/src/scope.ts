/** What a route requires of a token: scope, and how and when its user signed in. */

import type { DetailsNeeded } from './details/detail.ts'

/** Either scope tokens that are all required, or a list of alternatives. */
export interface Requirement {
  /**
   * `'notes:read notes:write'` requires both; `['notes:write', 'all']` requires either. A refusal
   * names the first alternative, so put there what a new client should ask for. Without a scope,
   * any live token will do.
   */
  readonly scope?: string | readonly string[]
  /**
   * The authentication context that the user's sign-in must have had (RFC 9470): `'2fa'`, which `'phr'`
   * satisfies too, `'phr'`, or a list of which one is enough. A refusal asks for them.
   */
  readonly acr?: string | readonly string[]
  /** How long ago the user may have signed in, in whole seconds (RFC 9470). */
  readonly maxAge?: number
  /**
   * The type of authorization details that the token must have (RFC 9396), or which of them it must be. The
   * handler finds it as `principal.allowed`. Calls are counted if they are limited.
   */
  readonly details?: string | DetailsNeeded
}

/** The sign-in that a route requires; nothing if both are absent. */
export interface SignInNeeded {
  /** In the order in which a challenge names them. */
  readonly acr?: readonly string[]
  readonly maxAge?: number
}

/** One inner list must be fully met; an empty outer list requires nothing. */
export type ScopeAlternatives = readonly (readonly string[])[]

/** Printable ASCII except space, quote and backslash (RFC 6749 §3.3). */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/

/** Parses a requirement. Throws a `TypeError` if it could never be met or would let everyone in. */
export function parseRequirement(requirement: Requirement = {}): ScopeAlternatives {
  const { scope } = requirement
  if (scope === undefined) return []
  const alternatives = typeof scope === 'string' ? [scope] : scope
  if (alternatives.length === 0) {
    throw new TypeError('scope is an empty list: leave scope out to ask for none')
  }
  return alternatives.map((alternative) => {
    const tokens = alternative.split(' ')
    if (tokens.every((token) => SCOPE_TOKEN.test(token))) return tokens
    throw new TypeError(
      `scope ${JSON.stringify(alternative)} is malformed: write scope tokens with one space between`,
    )
  })
}

/** An `acr` value goes into a quoted, space-separated list (RFC 9470 §3). */
const ACR = /^[\x21\x23-\x5B\x5D-\x7E]+$/

/** Parses a requirement. Throws a `TypeError` if it could never be met. */
export function parseSignIn({ acr, maxAge }: Requirement = {}): SignInNeeded {
  const values = acr === undefined ? undefined : [acr].flat()
  if (values?.length === 0)
    throw new TypeError('acr is an empty list: leave acr out to ask for none')
  const wrong = values?.find((value) => !ACR.test(value))
  if (wrong !== undefined)
    throw new TypeError(`acr ${JSON.stringify(wrong)} is malformed: write one value`)
  if (maxAge !== undefined && (!Number.isInteger(maxAge) || maxAge < 0)) {
    throw new TypeError(`maxAge is ${maxAge}: give whole seconds`)
  }
  return {
    ...(values !== undefined && { acr: values }),
    ...(maxAge !== undefined && { maxAge }),
  }
}

/** A phishing-resistant sign-in is one with two factors too. */
const MORE_THAN: Readonly<Record<string, readonly string[]>> = {
  '2fa': ['phr', 'phrh'],
  phr: ['phrh'],
}

/**
 * Whether a sign-in is enough. `authTime` in seconds since 1970, `now` in milliseconds. A token that
 * does not say how or when is not.
 */
export function isSignInMet(
  needed: SignInNeeded,
  { acr, authTime }: { readonly acr: string | undefined; readonly authTime: number | undefined },
  now: number,
): boolean {
  const { acr: accepted, maxAge } = needed
  if (accepted !== undefined) {
    if (acr === undefined) return false
    if (!accepted.some((one) => one === acr || MORE_THAN[one]?.includes(acr))) return false
  }
  return maxAge === undefined || (authTime !== undefined && now / 1000 - authTime <= maxAge)
}

export function isMet(alternatives: ScopeAlternatives, granted: ReadonlySet<string>): boolean {
  if (alternatives.length === 0) return true
  return alternatives.some((tokens) => tokens.every((token) => granted.has(token)))
}
