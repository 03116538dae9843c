/** Two strings that should be equal, and the place where they start to differ. */

/** A string in three parts; `differing` is empty if this string only lacks something. */
export interface Marked {
  readonly before: string
  readonly differing: string
  readonly after: string
}

export interface Difference {
  readonly sent: Marked
  readonly expected: Marked
  /** The first position that differs, counted from 1. */
  readonly character: number
  /** The same in words, for people who cannot see marks. */
  readonly sentence: string
}

/**
 * Compares with the candidate most similar to what was sent; undefined if there are no candidates.
 * A common ending is not marked either. Strings are compared as UTF-16 code units.
 */
export function firstDifference(
  sent: string,
  candidates: readonly string[],
): Difference | undefined {
  const alike = (candidate: string) => commonStart(sent, candidate)
  const [expected] = candidates.toSorted((one, other) => alike(other) - alike(one))
  if (expected === undefined) return undefined
  const start = alike(expected)
  const end = commonEnd(sent.slice(start), expected.slice(start))
  const cut = (text: string): Marked => ({
    before: text.slice(0, start),
    differing: text.slice(start, text.length - end),
    after: text.slice(text.length - end),
  })
  return {
    sent: cut(sent),
    expected: cut(expected),
    character: start + 1,
    sentence: inWords(sent, expected, start),
  }
}

function inWords(sent: string, expected: string, start: number): string {
  if (sent === expected) return 'They are alike as far as they can be shown.'
  const [here, there] = [named(sent, start), named(expected, start)]
  if (start === 0)
    return `They differ from the start: the request ${here} and the expected one ${there}.`
  return `The first ${start === 1 ? 'character is' : `${start} characters are`} the same; then the request ${here} and the expected one ${there}.`
}

function named(text: string, place: number): string {
  const point = text.codePointAt(place)
  if (point === undefined) return 'ends'
  const character = String.fromCodePoint(point)
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
  return /^[\x21-\x7e]$/.test(character) ? `has “${character}”` : `has the character ${code}`
}

function commonStart(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return length
}

function commonEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let length = 0
  while (length < most && one.at(-1 - length) === other.at(-1 - length)) length += 1
  return length
}
