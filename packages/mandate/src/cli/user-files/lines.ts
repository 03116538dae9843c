/** Longer than any real record. Limits the memory for any file. */
export const LONGEST_RECORD = 64 * 1024

/** The reason for a line without text, as the end of a sentence. */
export const TOO_LONG = `is longer than ${LONGEST_RECORD} characters`

export interface Line {
  /** From 1. */
  readonly number: number
  /** Without its line ending; null if it is longer than `LONGEST_RECORD`. */
  readonly text: string | null
}

/** Splits text into lines, in batches of one chunk of text. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<readonly Line[]> {
  let number = 0
  let rest = ''
  let tooLong = false
  const finish = (end: string): Line => {
    number += 1
    const whole = rest + end
    const line = tooLong || whole.length > LONGEST_RECORD ? null : whole.replace(/\r$/, '')
    rest = ''
    tooLong = false
    return { number, text: line }
  }
  for await (const chunk of text) {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      lines.push(finish(chunk.slice(start, end)))
      start = end + 1
    }
    rest += chunk.slice(start)
    if (rest.length > LONGEST_RECORD) {
      tooLong = true
      rest = ''
    }
    if (lines.length > 0) yield lines
  }
  if (rest !== '' || tooLong) yield [finish('')]
}
