/**
 * The choice of language: what the app asks for, then what the person chose, then what the browser
 * prefers, then English.
 */

import { ar } from './ar/ar.ts'
import { de } from './de/de.ts'
import { en, type Words } from './en/en.ts'
import { es } from './es/es.ts'
import { fr } from './fr/fr.ts'
import { type Language, languages } from './languages.ts'
import { sv } from './sv/sv.ts'

export type Catalogues = Readonly<Record<Language, Words>>

/** Every language that pages are in. */
export const catalogues: Catalogues = {
  en,
  sv,
  de,
  fr,
  es,
  ar,
}

export interface Wishes {
  /** `ui_locales` of the authorization request: language tags, best first (OpenID Connect Core §3.1.2.1). */
  readonly uiLocales?: string | undefined
  /** The language tag that the person chose for the account. */
  readonly language?: string | null | undefined
  /** The header (RFC 9110 §12.5.4). */
  readonly acceptLanguage?: string | undefined
}

/** The catalogue for these wishes. What cannot be parsed is ignored. */
export function chooseWords(
  { uiLocales = '', language, acceptLanguage = '' }: Wishes,
  among: Catalogues = catalogues,
): Words {
  const ranges = [...uiLocales.split(' '), language ?? '', ...byQuality(acceptLanguage)]
  for (const range of ranges) {
    const words = lookUp(range, among)
    if (words !== undefined) return words
  }
  return among.en
}

/** Only the language of a range counts: no catalogue is for one region or script (RFC 4647 §3.4). */
function lookUp(range: string, among: Catalogues): Words | undefined {
  if (range === '*') return among.en
  const [language] = range.toLowerCase().split('-')
  const known = languages.find((one) => one === language)
  return known && among[known]
}

/** The ranges by quality, best first; `q=0` means not at all. */
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
