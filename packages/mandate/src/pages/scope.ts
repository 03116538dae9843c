/** What a scope lets an app do, in words for a careful user. */

import type { Words } from '../words/en/en.ts'
import type { Translated } from '../words/languages.ts'
import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import { inEnglish, type PageProps } from './layout.ts'
import { type InWords, inWordsOf } from './translated.ts'

export interface ScopeProps extends PageProps {
  /** The operator's descriptions of scope tokens; they take precedence over ours. */
  readonly scopeTexts: Readonly<Record<string, Translated>>
}

/** A list of scope tokens (RFC 6749 §3.3). A token without a description is shown by its name. */
export function scopeList(props: ScopeProps, scope: readonly string[]): Html {
  return html`<ul class="powers">
${scope.map((token) => power(token, describe(props, token), props.words))}
</ul>`
}

/**
 * `all` is the strongest permission and must look like it: a warning sign, and its first sentence
 * in bold.
 */
function power(token: string, { text, isEnglish }: InWords, words: Words): Html {
  const language = isEnglish && inEnglish(words)
  if (token !== 'all') return html`<li${language}>${text}</li>`
  const end = text.indexOf('. ') + 1
  const [first, rest] = end === 0 ? [text, ''] : [text.slice(0, end), text.slice(end)]
  return html`<li${language} class="everything">${icon('alert')}<span><strong>${first}</strong>${rest}</span></li>`
}

function describe({ words, scopeTexts }: ScopeProps, token: string): InWords {
  const given = Object.hasOwn(scopeTexts, token) ? scopeTexts[token] : undefined
  if (given !== undefined) return inWordsOf(words, given)
  const known = isKnown(words.permissions.scopes, token)
  return {
    text: known ? words.permissions.scopes[token] : words.permissions.unknown({ token }),
    isEnglish: false,
  }
}

function isKnown(
  known: Words['permissions']['scopes'],
  token: string,
): token is keyof Words['permissions']['scopes'] {
  return Object.hasOwn(known, token)
}
