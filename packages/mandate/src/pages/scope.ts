/** What a scope token lets an app do, in words that a careful person understands. */

import { type Html, html } from './html.ts'
import { icon } from './icons.ts'

export interface ScopeInWords {
  /** The scope token (RFC 6749 §3.3). */
  readonly token: string
  readonly words: string
}

const known: Readonly<Record<string, string>> = {
  all: 'Full access. It can do everything you can do.',
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

/**
 * A scope as a list. The token `all` must not look like the least of them, so it has an alert beside
 * it and its first sentence is strong.
 */
export function scopeList(scope: readonly ScopeInWords[]): Html {
  return html`<ul class="powers">
${scope.map(({ token, words }) => (token === 'all' ? everything(words) : html`<li>${words}</li>`))}
</ul>`
}

function everything(words: string): Html {
  const end = words.indexOf('. ') + 1
  const [first, rest] = end === 0 ? [words, ''] : [words.slice(0, end), words.slice(end)]
  return html`<li class="everything">${icon('alert')}<span><strong>${first}</strong>${rest}</span></li>`
}

function wordsFor(token: string, described: Readonly<Record<string, string>>): string {
  for (const source of [described, known]) {
    const words = Object.hasOwn(source, token) ? source[token] : undefined
    if (words !== undefined) return words
  }
  return `Use the permission “${token}”`
}
