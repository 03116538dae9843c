/** What a route asks of the scope of a token. */

/** `scope` is either scope tokens of which all are needed, or a list of such, one of which is enough. */
export interface Requirement {
  /**
   * `'notes:read notes:write'`: both. `['notes:write', 'all']`: one of the two. A refusal names the
   * first of the list, so put there what a new client should ask for. Left out: any live token will do.
   */
  readonly scope?: string | readonly string[]
}

/** One inner list has to be met whole; an empty outer list asks for nothing. */
export type ScopeAlternatives = readonly (readonly string[])[]

/** RFC 6749 §3.3: printable ASCII without the space, the quote and the backslash. */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/

/** Reads a requirement; a `TypeError` where it could never be met, or would let everyone in. */
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
