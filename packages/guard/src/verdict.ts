/** Judges an introspection answer. Pure: the time is an argument. */

import type { Binding, IntrospectionAnswer } from './answer.ts'
import type { Scheme } from './authorization.ts'
import { withoutEnded } from './details/limits.ts'
import type { Principal } from './principal.ts'
import type { RefusalReason } from './refusal.ts'
import { isMet, isSignInMet, type ScopeAlternatives, type SignInNeeded } from './scope.ts'

export interface Rules {
  readonly issuer: string | undefined
  /** The API's resource indicator (RFC 8707 §2). */
  readonly resource: string | undefined
  /** Whether a token must name it. */
  readonly requireAudience: boolean
  readonly scope: ScopeAlternatives
  readonly signIn: SignInNeeded
  /** How the token was sent. */
  readonly scheme: Scheme
  /** What is wrong with the proof that came with a token bound to a key, if anything. */
  readonly proofProblem: RefusalReason | undefined
  /** The SHA-256 of the certificate that the client presented. Needed for a token bound to one. */
  readonly certificate?: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

export type Verdict =
  | { readonly good: true; readonly principal: Principal }
  | { readonly good: false; readonly reason: RefusalReason }

/**
 * Whether the token may be honoured, in the order of RFC 6750 §3.1: the token first, then how the user
 * signed in, and last the scope. A challenge for a better sign-in names the scope too (RFC 9470 §3), so a
 * token that lacks both needs one more login, not two. The answer may have been slow, so the expiry is
 * checked again, without leeway.
 */
export function judge(answer: IntrospectionAnswer, rules: Rules): Verdict {
  if (!answer.active) return { good: false, reason: 'inactive' }
  const { principal, issuer } = answer
  const { audience } = principal
  if (principal.expiresAt * 1000 <= rules.now) return { good: false, reason: 'expired' }
  if (rules.issuer !== undefined && issuer !== undefined && issuer !== rules.issuer) {
    return { good: false, reason: 'other_issuer' }
  }
  if (rules.resource !== undefined && audience.length > 0 && !names(audience, rules.resource)) {
    return { good: false, reason: 'other_audience' }
  }
  if (rules.requireAudience && audience.length === 0) return { good: false, reason: 'no_audience' }
  const problem = bindingProblem(answer.binding, rules)
  if (problem !== undefined) return { good: false, reason: problem }
  const { acr, authTime } = principal
  if (!isSignInMet(rules.signIn, { acr, authTime }, rules.now)) {
    return { good: false, reason: 'sign_in_insufficient' }
  }
  if (!isMet(rules.scope, principal.scope)) return { good: false, reason: 'scope_missing' }
  // The answer may be from memory, and a detail may have ended since.
  return { good: true, principal: withoutEnded(principal, rules.now) }
}

/** A bound token is never taken without its proof (RFC 9449 §7.2, RFC 8705 §3), nor a proof without a bound token. */
function bindingProblem(
  binding: Binding,
  { scheme, proofProblem, certificate }: Rules,
): RefusalReason | undefined {
  const { by } = binding
  if (by === 'nothing') return scheme === 'bearer' ? undefined : 'not_bound'
  if (by === 'dpop') return scheme === 'dpop' ? proofProblem : 'bound_token_as_bearer'
  if (binding.by !== 'certificate') return 'not_plain_bearer'
  if (scheme !== 'bearer') return 'not_bound'
  if (certificate === undefined) return 'certificate_missing'
  return certificate === binding.thumbprint ? undefined : 'other_certificate'
}

/**
 * The server returns the registered spelling, which may differ from the setting's (RFC 3986
 * §6.2.3).
 */
export function names(audience: readonly string[], resource: string): boolean {
  if (audience.includes(resource)) return true
  const spelled = spelling(resource)
  return spelled !== undefined && audience.some((uri) => spelling(uri) === spelled)
}

function spelling(uri: string): string | undefined {
  return URL.canParse(uri) ? new URL(uri).href : undefined
}
