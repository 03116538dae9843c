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

import { isAdminScope } from '../operators/permissions.ts'

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
  /** Whether operators do; their scopes of the admin API need one then. */
  readonly consoleRequiresSecondFactor?: boolean
}

/** What a request asks of the sign-in. */
export interface Demand {
  readonly scope: readonly string[]
  /** `acr_values` (OpenID Connect Core §3.1.2.1): any of them is enough. None asks for nothing. */
  readonly acrValues: readonly string[]
}

/** The values of `acr_values` that second factors here can reach. */
export type AcrLevel = Exclude<Level, '1fa'>

/** Whether a sign-in is enough for the policy and the request. */
export function meets(policy: FactorPolicy, demand: Demand, methods: Methods): boolean {
  const level = levelOf(methods)
  const { acrValues } = demand
  if (!isAtLeast(level, levelOfPolicy(policy, demand))) return false
  if (acrValues.length === 0 || (methods.acr !== null && acrValues.includes(methods.acr)))
    return true
  return acrValues.some((value) => isAcrLevel(value) && isAtLeast(level, value))
}

/**
 * The lowest level that is enough; undefined if only a provider can give what the request asks for.
 */
export function levelToReach(policy: FactorPolicy, demand: Demand): Level | undefined {
  const { acrValues } = demand
  const needed = levelOfPolicy(policy, demand)
  if (acrValues.length === 0) return needed
  const wanted = levels.find((level) => isAcrLevel(level) && acrValues.includes(level))
  if (wanted === undefined) return undefined
  return isAtLeast(wanted, needed) ? wanted : needed
}

/**
 * The `acr` of tokens: the provider's value if it reported one and the request did not ask for
 * others; otherwise the level, and none for one factor.
 */
export function acrTold(methods: Methods, acrValues: readonly string[]): string | null {
  const { acr } = methods
  if (acr !== null && (acrValues.length === 0 || acrValues.includes(acr))) return acr
  const level = levelOf(methods)
  return level === '1fa' ? acr : level
}

function levelOfPolicy(
  { secondFactor, secondFactorScopes, consoleRequiresSecondFactor = false }: FactorPolicy,
  { scope }: Demand,
): Level {
  const isNeeded =
    secondFactor === 'required' ||
    scope.some((token) => secondFactorScopes.includes(token)) ||
    (consoleRequiresSecondFactor && scope.some(isAdminScope))
  return isNeeded ? '2fa' : '1fa'
}

function isAcrLevel(value: string): value is AcrLevel {
  return value === '2fa' || value === 'phr'
}

function isAtLeast(level: Level, needed: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(needed)
}
