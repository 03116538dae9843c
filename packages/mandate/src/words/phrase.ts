/** Sentences with placeholders, which pages fill with strings or with elements of their own. */

/** A sentence in pieces: its own text, and what was passed for its placeholders. */
export type Phrase<Part> = readonly (string | Part | Phrase<Part>)[]

/** The template tag for sentences with placeholders. */
export function phrase<Part>(
  literals: TemplateStringsArray,
  ...parts: readonly (string | Part | Phrase<Part>)[]
): Phrase<Part> {
  return literals.flatMap((literal, place) => [literal, ...parts.slice(place, place + 1)])
}
