/** Scopes in requests. */

import { Refusal } from '../explanations/refusal.ts'
import { isScope } from '../grants/scope.ts'

/** The tokens of a scope, without duplicates. Throws `Refusal` if the text is not a scope. */
export function parseScope(text: string): readonly string[] {
  if (!isScope(text)) throw new Refusal('scope_malformed')
  return [...new Set(text.split(' '))]
}

/** Whether every token is in the scope. */
export function isWithin(tokens: readonly string[], scope: string): boolean {
  const allowed = new Set(scope.split(' '))
  return tokens.every((token) => allowed.has(token))
}

/**
 * Leaves out `offline_access` if the client may not have it. Clients ask for it by habit, and the
 * server may leave it out (OpenID Connect Core §11, RFC 6749 §3.3).
 */
export function leaveOutOfflineAccess(
  scope: readonly string[],
  allowed: string,
): readonly string[] {
  return scope.filter((token) => token !== 'offline_access' || isWithin([token], allowed))
}

/**
 * What remains of a narrowed token's scope after the operator has withdrawn scope from the client.
 */
export function remainingScope(narrowed: string | undefined, admitted: string): string {
  if (narrowed === undefined) return admitted
  const left = new Set(admitted.split(' '))
  return narrowed
    .split(' ')
    .filter((token) => left.has(token))
    .join(' ')
}
