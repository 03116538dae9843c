/** Scopes: sets of case-sensitive tokens, written with one space between (RFC 6749 §3.3). */

import { Refusal } from '../explanations/refusal.ts'

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/** The tokens of a scope, each once. Throws `Refusal` where the text is no scope. */
export function parseScope(text: string): readonly string[] {
  if (!SCOPE.test(text)) throw new Refusal('scope_malformed')
  return [...new Set(text.split(' '))]
}

/** Whether a text is a scope at all. */
export function isScope(text: string): boolean {
  return SCOPE.test(text)
}

/** Whether every token is in the scope. */
export function isWithin(tokens: readonly string[], scope: string): boolean {
  const allowed = new Set(scope.split(' '))
  return tokens.every((token) => allowed.has(token))
}
