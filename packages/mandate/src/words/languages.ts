/** The languages that there are catalogues of, by their tags (BCP 47). English is for everybody else. */
export const languages = ['en', 'sv'] as const

export type Language = (typeof languages)[number]

/** What an operator says once for all languages, or in each: by language, and at least in English. */
export type Translated = string | Readonly<Record<string, string>>
