/** Which language a person reads: what the app asks for, then what the browser does, then English. */

import { en, type Words } from './en.ts'
import { type Language, languages } from './languages.ts'
import { sv } from './sv.ts'

/** Every language there is. */
export const catalogues: Readonly<Record<Language, Words>> = { en, sv }

export interface Wishes {
  /** `ui_locales` of the authorization request: tags, the best first (OpenID Connect Core §3.1.2.1). */
  readonly uiLocales?: string | undefined
  /** The header field (RFC 9110 §12.5.4). */
  readonly acceptLanguage?: string | undefined
}

/** The catalogue for these wishes. What cannot be read counts for nothing. */
export function chooseWords({ uiLocales = '', acceptLanguage = '' }: Wishes): Words {
  for (const range of [...uiLocales.split(' '), ...byQuality(acceptLanguage)]) {
    const words = lookUp(range)
    if (words !== undefined) return words
  }
  return en
}

/** A range names a language and perhaps a region or a script, which no catalogue has (RFC 4647 §3.4). */
function lookUp(range: string): Words | undefined {
  if (range === '*') return en
  const [language] = range.toLowerCase().split('-')
  const known = languages.find((one) => one === language)
  return known && catalogues[known]
}

/** The ranges that are wanted at all, the best first. */
function byQuality(acceptLanguage: string): readonly string[] {
  return acceptLanguage
    .split(',')
    .map((item) => ITEM.exec(item)?.groups ?? {})
    .map(({ range = '', quality = '1' }) => ({ range, quality: Number(quality) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality)
    .map(({ range }) => range)
}

const ITEM =
  /^[ \t]*(?<range>\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)(?:[ \t]*;[ \t]*q=(?<quality>[01](?:\.[0-9]{0,3})?))?[ \t]*$/i
