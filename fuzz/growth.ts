/** Checks that a parser takes time in proportion to its input. */

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { forEvery } from './runs.ts'

/** An input of any size: the part that is repeated, and the text around it. */
interface Inflatable {
  readonly before: string
  readonly repeated: string
  readonly after: string
}

const SMALLEST = 32
const LARGEST = 64 * 1024
const STEP = 4
const LOOKS = 5
const SECOND_THOUGHTS = 20
// Linear growth would be STEP; quadratic growth is STEP × STEP.
const MOST_TIMES_LONGER = STEP * 3
/** Below this a measurement says more about the machine than about the parser. */
const NOISE_MILLISECONDS = 2

/**
 * Lets `parse` read texts that mostly repeat one fragment, growing up to 64 KiB (more than the server
 * accepts), and fails if four times the text takes more than twelve times as long.
 * Times are only compared with each other, since absolute times depend on the machine.
 */
export function growsInProportion(
  fragments: readonly string[],
  parse: (text: string) => unknown,
): void {
  const pieces = fc.array(fc.constantFrom(...fragments), { maxLength: 3 })
  const text = pieces.map((list) => list.join(''))
  const inflatable = fc.record({ before: text, repeated: text, after: text })
  forEvery(
    inflatable.filter(({ repeated }) => repeated !== ''),
    (input) => assertProportion(input, parse),
    { costs: 500 },
  )
}

function assertProportion(input: Inflatable, parse: (text: string) => unknown): void {
  let shorter = Number.POSITIVE_INFINITY
  for (let length = SMALLEST; length <= LARGEST; length *= STEP) {
    const text = inflate(input, length)
    const bearable = Math.max(NOISE_MILLISECONDS, shorter * MOST_TIMES_LONGER)
    let longer = shortestTime(text, parse)
    // On a busy machine any measurement can be slow; a slow parser is slow every time.
    for (let again = 0; longer > bearable && again < SECOND_THOUGHTS; again++) {
      longer = Math.min(longer, shortestTime(text, parse))
    }
    assert.ok(
      longer <= bearable,
      `${length} characters took ${longer} ms, a quarter of them ${shorter} ms`,
    )
    shorter = longer
  }
}

function inflate({ before, repeated, after }: Inflatable, length: number): string {
  return before + repeated.repeat(Math.ceil(length / repeated.length)) + after
}

/** The fastest of several measurements: other programs make one slower, never faster. */
function shortestTime(text: string, parse: (text: string) => unknown): number {
  let shortest = Number.POSITIVE_INFINITY
  for (let look = 0; look < LOOKS; look++) {
    const started = performance.now()
    try {
      parse(text)
    } catch {
      // Other properties check what a parser throws; here only the time matters.
    }
    shortest = Math.min(shortest, performance.now() - started)
  }
  return shortest
}
