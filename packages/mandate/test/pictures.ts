/** A page drawn in each of its states. */

import { en, type Words } from '../src/words/en/en.ts'

export interface Picture {
  /** Its path on the gallery's server, and its file name: `sign-in.long-names`. */
  readonly name: string
  readonly html: string
}

/** The name of a picture is that of its page, of the state, and of the language unless it is English. */
export function render<Props>(
  words: Words,
  page: (props: Props & { readonly words: Words }) => string,
  views: Readonly<Record<string, Readonly<Record<string, Props>>>>,
): readonly Picture[] {
  return Object.entries(views).flatMap(([view, samples]) =>
    Object.entries(samples).map(([sample, props]) => ({
      name: [
        view,
        sample.replaceAll(/[ ,]+/g, '-'),
        ...(words === en ? [] : [words.language]),
      ].join('.'),
      html: page({ ...props, words }),
    })),
  )
}
