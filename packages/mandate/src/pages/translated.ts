/** The operator's texts, in the language of the page if available. */

import type { Words } from '../words/en/en.ts'
import type { Translated } from '../words/languages.ts'
import { type Html, html } from './html.ts'
import { inEnglish } from './layout.ts'

export interface InWords {
  readonly text: string
  /** Whether the text falls back to English. */
  readonly isEnglish: boolean
}

export function inWordsOf({ language }: Words, given: Translated): InWords {
  if (typeof given === 'string') return { text: given, isEnglish: false }
  const translation = given[language]
  return { text: translation ?? given['en'] ?? '', isEnglish: translation === undefined }
}

/** The operator's name for something, such as a way to sign in. */
export function labelled(words: Words, label: Translated): Html {
  const { text, isEnglish } = inWordsOf(words, label)
  return html`<bdi class="given"${isEnglish && inEnglish(words)}>${text}</bdi>`
}
