/**
 * Names that imitate others. A client that nobody has checked chooses its own name, so the consent page
 * warns of one that reads like a registered client's, or that mixes letters of several alphabets
 * (Unicode Technical Standard #39 §4, §5). The letters that look alike come from Unicode's list.
 */

import unhomoglyph from 'unhomoglyph'

/** Signs of trade marks and rights, which would become letters. */
const RIGHTS = /[™℠®©℗]/gu
/** A sign between spaces separates; inside a word it can be drawn like a letter, such as | or ⍺. */
const SEPARATING_SIGNS = /(?<!\S)\p{S}+(?!\S)/gu

/**
 * What all names have in common that look the same: without upper case, spaces, punctuation, accents
 * and what is not drawn, and each letter as the one that it looks like. Never shown. Empty for a name
 * without letters and digits.
 */
export function nameKey(name: string): string {
  const drawn = name.replace(RIGHTS, '').replace(SEPARATING_SIGNS, '')
  // Before it is decomposed, too: Ϲ looks like C, and decomposes to Σ.
  const letters = unhomoglyph(unhomoglyph(drawn).normalize('NFKD'))
  const read = unhomoglyph(letters.toLowerCase())
  // A capital I is a small i and looks like an l, so all three are one.
  return read
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]|\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll('i', 'l')
}

const LATIN = /\p{Script=Latin}/u
/** Alphabets with letters that look like Latin ones. */
const ALIKE =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}\p{Script=Tifinagh}]/u

/** Whether a word of the name has Latin letters and some of an alphabet that looks like it. */
export function mixesAlphabets(name: string): boolean {
  return name.split(/[^\p{L}\p{M}\p{N}]+/u).some((word) => LATIN.test(word) && ALIKE.test(word))
}
