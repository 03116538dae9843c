/** Sentences with gaps. What fills a gap is the page's: text, or an element around a name. */

/** A sentence in pieces: its own text, and what was put into its gaps. */
export type Phrase<Part> = readonly (string | Part | Phrase<Part>)[]

/** The template tag of every sentence that has a gap. */
export function phrase<Part>(
  literals: TemplateStringsArray,
  ...parts: readonly (string | Part | Phrase<Part>)[]
): Phrase<Part> {
  return literals.flatMap((literal, place) => [literal, ...parts.slice(place, place + 1)])
}
