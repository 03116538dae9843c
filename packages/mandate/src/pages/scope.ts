/** What a scope lets an app do, in words for a careful user. */

import { type Permission, permissionsIn, scopeOf } from '../operators/permissions.ts'
import type { Words } from '../words/en/en.ts'
import type { Translated } from '../words/languages.ts'
import { type Html, html } from './html.ts'
import { icon } from './icons.ts'
import { inEnglish, type PageProps } from './layout.ts'
import { type InWords, inWordsOf } from './translated.ts'

export interface ScopeProps extends PageProps {
  /** The operator's descriptions of scope tokens; they take precedence over ours. Null for ours. */
  readonly scopeTexts: Readonly<Record<string, Translated | null>>
}

/** A list of scope tokens (RFC 6749 §3.3). A token without a description is shown by its name. */
export function scopeList(props: ScopeProps, scope: readonly string[]): Html {
  return html`<ul class="powers">
${scope.map((token) => power(props, token))}
</ul>`
}

function power(props: ScopeProps, token: string): Html {
  const { text, isEnglish } = describe(props, token)
  const language = isEnglish && inEnglish(props.words)
  return STRONGEST.includes(token)
    ? html`<li${language} class="everything">${everything(text)}</li>`
    : html`<li${language}>${text}</li>`
}

/** All that a user may do, and all that an owner may. */
const STRONGEST: readonly string[] = ['all', scopeOf('operators:write')]

/** The strongest permissions must look like it: a warning sign, and the first sentence in bold. */
function everything(text: string): Html {
  const end = text.indexOf('. ') + 1
  const [first, rest] = end === 0 ? [text, ''] : [text.slice(0, end), text.slice(end)]
  return html`${icon('alert')}<span><strong>${first}</strong>${rest}</span>`
}

/** A scope token in a list of one's own; it looks as in `scopeList`. */
export function permissionLine(props: ScopeProps, token: string): Html {
  const { text, isEnglish } = describe(props, token)
  const language = isEnglish && inEnglish(props.words)
  return STRONGEST.includes(token)
    ? html`<span${language} class="everything">${everything(text)}</span>`
    : html`<span${language}>${text}</span>`
}

/** A scope token in words, for a sentence. */
export function permissionText(
  props: Pick<ScopeProps, 'words' | 'scopeTexts'>,
  token: string,
): Html {
  const { text, isEnglish } = describe(props, token)
  return html`<bdi${isEnglish && inEnglish(props.words)}>${text}</bdi>`
}

function describe(
  { words, scopeTexts }: Pick<ScopeProps, 'words' | 'scopeTexts'>,
  token: string,
): InWords {
  const given = Object.hasOwn(scopeTexts, token) ? scopeTexts[token] : null
  if (given !== null && given !== undefined) return inWordsOf(words, given)
  const known = ourText(words, token)
  return { text: known ?? words.permissions.unknown({ token }), isEnglish: false }
}

function ourText({ permissions, operatorPermissions }: Words, token: string): string | undefined {
  const { scopes } = permissions
  if (isNamed(scopes, token)) return scopes[token]
  // Each permission has a text, or this does not compile.
  const ofOperators: Readonly<Record<Permission, string>> = operatorPermissions
  const [permission] = permissionsIn([token])
  return permission && ofOperators[permission]
}

function isNamed<Texts extends object>(texts: Texts, token: string): token is keyof Texts & string {
  return Object.hasOwn(texts, token)
}
