/** Whether a parser takes time in proportion to its input. */

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { forEvery } from './runs.ts'

/** An input of any size: what is repeated, and what stands around it. */
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
// In proportion would be STEP; with the square it is STEP × STEP.
const MOST_TIMES_LONGER = STEP * 3
/** Below this a measurement says more about the machine than about the parser. */
const NOISE_MILLISECONDS = 2

/**
 * Lets `parse` read texts that are mostly one fragment repeated, ever longer ones up to 64 KiB (more than
 * the server lets in), and fails where four times the text takes more than twelve times as long.
 * Times are compared with each other, never with a clock's idea of fast.
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
    // On a busy machine every look can be a slow one; a slow parser is slow again and again.
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

/** The fastest of some looks: other programs make a look slower, never faster. */
function shortestTime(text: string, parse: (text: string) => unknown): number {
  let shortest = Number.POSITIVE_INFINITY
  for (let look = 0; look < LOOKS; look++) {
    const started = performance.now()
    try {
      parse(text)
    } catch {
      // What a parser throws is another property's business; here only how long it takes.
    }
    shortest = Math.min(shortest, performance.now() - started)
  }
  return shortest
}
