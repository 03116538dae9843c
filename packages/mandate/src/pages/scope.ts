/** What a scope token lets an app do, in words that a careful person understands. */

export interface ScopeInWords {
  /** The scope token (RFC 6749 §3.3). */
  readonly token: string
  readonly words: string
}

const known: Readonly<Record<string, string>> = {
  all: 'Do everything that you can do yourself',
  openid: 'Know that it is you',
  email: 'Know your e-mail address',
  profile: 'Know your name',
  offline_access: 'Stay connected while you are away',
}

/**
 * Every token of a scope in words. `described` is what the operator says about the platform's own
 * tokens and comes first; a token that nobody has described is shown by its name.
 */
export function scopeInWords(
  scope: string,
  described: Readonly<Record<string, string>> = {},
): readonly ScopeInWords[] {
  return scope
    .split(' ')
    .filter((token) => token !== '')
    .map((token) => ({ token, words: wordsFor(token, described) }))
}

function wordsFor(token: string, described: Readonly<Record<string, string>>): string {
  for (const source of [described, known]) {
    const words = Object.hasOwn(source, token) ? source[token] : undefined
    if (words !== undefined) return words
  }
  return `Use the permission “${token}”`
}
