/**
 * How sure a sign-in is. The levels are ordered:
 *
 *     1fa    one factor, such as a password
 *     2fa    two factors, such as a password and a code from a phone
 *     phr    phishing-resistant, such as a passkey (OpenID Connect EAP ACR Values §2)
 *
 * The names of the upper two are also values of `acr_values` and `acr`. A sign-in elsewhere keeps
 * the `acr` of its provider, and its level follows from that and from its methods.
 */

export const levels = ['1fa', '2fa', 'phr'] as const
export type Level = (typeof levels)[number]

/** How a person signed in: the methods of RFC 8176 §2, and the `acr` if there is one. */
export interface Methods {
  readonly amr: readonly string[]
  readonly acr: string | null
}

/** `phrh` is `phr` with a key in hardware (OpenID Connect EAP ACR Values §2). */
const PHISHING_RESISTANT = ['phr', 'phrh']

/** The methods of RFC 8176 §2 that prove a factor, and which. */
const FACTORS: readonly (readonly string[])[] = [
  // Something the person knows.
  ['pwd', 'pin', 'kba'],
  // Something the person has.
  ['otp', 'sms', 'tel', 'hwk', 'swk', 'pop', 'sc'],
  // Something the person is.
  ['face', 'fpt', 'iris', 'retina', 'vbm'],
]

/** The level of a sign-in, whoever performed it. */
export function levelOf({ amr, acr }: Methods): Level {
  if (acr !== null && PHISHING_RESISTANT.includes(acr)) return 'phr'
  const factors = FACTORS.filter((methods) => methods.some((method) => amr.includes(method)))
  return acr === '2fa' || amr.includes('mfa') || factors.length > 1 ? '2fa' : '1fa'
}

/** What the operator has decided (`settings.ts`). */
export interface FactorPolicy {
  /** Whether everybody needs a second factor. */
  readonly secondFactor: 'optional' | 'required'
  /** The scope tokens that need one. */
  readonly secondFactorScopes: readonly string[]
}

/** The level that the policy demands for this scope. */
export function levelNeeded(
  { secondFactor, secondFactorScopes }: FactorPolicy,
  scope: readonly string[],
): Level {
  const isNeeded =
    secondFactor === 'required' || scope.some((token) => secondFactorScopes.includes(token))
  return isNeeded ? '2fa' : '1fa'
}

export function isAtLeast(level: Level, needed: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(needed)
}
