/** The scope that a route requires of a token. */

/** Either scope tokens that are all required, or a list of alternatives. */
export interface Requirement {
  /**
   * `'notes:read notes:write'` requires both; `['notes:write', 'all']` requires either. A refusal
   * names the first alternative, so put there what a new client should ask for. Without a scope,
   * any live token will do.
   */
  readonly scope?: string | readonly string[]
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

export function isMet(alternatives: ScopeAlternatives, granted: ReadonlySet<string>): boolean {
  if (alternatives.length === 0) return true
  return alternatives.some((tokens) => tokens.every((token) => granted.has(token)))
}
