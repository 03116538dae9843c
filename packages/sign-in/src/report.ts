/** The default `onProblem`. */

import type { ProblemCode, SignInError } from './errors.ts'

const REPEAT_AFTER_MS = 60_000

/**
 * Writes problems as lines, each kind at most once a minute, because during an outage every sign-in
 * causes one. `clock` returns milliseconds.
 */
export function reportSparingly(
  write: (line: string) => void,
  clock: () => number,
): (problem: SignInError) => void {
  const lastTold = new Map<ProblemCode, number>()
  return ({ code, message, cause }) => {
    const now = clock()
    const before = lastTold.get(code)
    if (before !== undefined && now - before < REPEAT_AFTER_MS) return
    lastTold.set(code, now)
    const stack = cause instanceof Error ? `\n${cause.stack}` : ''
    write(`@mandate/sign-in: sign-in failed (${code}): ${message}${stack}`)
  }
}
