/** The languages that pages are in, as language tags (BCP 47). English is the fallback. */
export const languages = ['en', 'sv', 'de', 'fr', 'es', 'ar'] as const

/** Each in itself, for people who cannot read the page. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  sv: 'Svenska',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ar: 'العربية',
}

export type Language = (typeof languages)[number]

/** A text of the operator: one for all languages, or one per language, of which English is required. */
export type Translated = string | Readonly<Record<string, string>>

/** The writing direction, for the attribute `dir`. */
export type Direction = 'ltr' | 'rtl'
