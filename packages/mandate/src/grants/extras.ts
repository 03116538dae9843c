/**
 * What few grants have: parameters of the authorization request that a token answer repeats. One
 * string that is written once, with the grant, and null for plain OAuth. The token path reads it
 * with the row and parses it only where a member is needed.
 */

import type { ExtrasText } from './grant.ts'

/** Claims that were asked for by name (OpenID Connect Core §5.5). */
export interface AskedClaims {
  readonly userinfo?: readonly string[]
  readonly id_token?: readonly string[]
  /** The scope tokens of which only the named claims are told. */
  readonly only_named?: readonly string[]
}

export interface GrantExtras {
  /** For the ID token, exactly as sent (OpenID Connect Core §3.1.2.1). */
  readonly nonce?: string
  readonly claims?: AskedClaims
}

const ASKED = ['userinfo', 'id_token', 'only_named']

const READERS: Readonly<Record<keyof GrantExtras, (value: unknown) => boolean>> = {
  nonce: (value) => typeof value === 'string',
  claims: (value) =>
    value !== null &&
    Object.entries(value as AskedClaims).every(
      ([name, names]) => ASKED.includes(name) && Array.isArray(names),
    ),
}

/** Null if there are none. */
export function extrasText(extras: GrantExtras): ExtrasText | null {
  const text = JSON.stringify(extras)
  return text === '{}' ? null : (text as ExtrasText)
}

/**
 * Undefined if a member is unknown or malformed. A newer version of the server may have written it,
 * and what it asks for must not be left out silently.
 */
export function readExtras(text: ExtrasText | null): GrantExtras | undefined {
  if (text === null) return {}
  const extras: Readonly<Record<string, unknown>> = JSON.parse(text)
  const isKnown = Object.entries(extras).every(
    ([name, value]) => Object.hasOwn(READERS, name) && READERS[name as keyof GrantExtras](value),
  )
  return isKnown ? extras : undefined
}
