/** The name of a person, and the key by which operators find it. */

import { id, nullable, type Several } from './table.ts'

/** More than anybody types; an entry of an index in PostgreSQL has a limit. */
const MOST_CHARACTERS = 60

/**
 * What two spellings of a name have in common: without upper case, accents and doubled spaces. Names
 * that differ only after the first 60 characters share a key. Empty for a text without letters.
 */
export function nameKeyOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
  const key = plain.toLowerCase().replace(/\s+/gu, ' ').trimStart()
  return [...key].slice(0, MOST_CHARACTERS).join('')
}

const parts = { name: nullable(id), nameKey: nullable(id) }

/** Null if the name is unknown. */
export const personName: Several<string | null, typeof parts> = {
  parts,
  join: ({ name }) => name,
  split: (name) => ({ name, nameKey: name === null ? null : nameKeyOf(name) || null }),
}
