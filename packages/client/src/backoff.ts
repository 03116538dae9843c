const FIRST_MS = 200
const LONGEST_MS = 5_000

/**
 * Milliseconds to wait before request number `tries + 2`: twice as long each time, up to 5 s, and
 * scattered by `chance` (from 0 up to 1) so that many clients do not come back together. What the
 * server asks for with `Retry-After` is the least.
 */
export function pauseBeforeRetry(
  tries: number,
  retryAfterSeconds: number | undefined,
  chance: number,
): number {
  const longest = Math.min(FIRST_MS * 2 ** tries, LONGEST_MS)
  return (retryAfterSeconds ?? 0) * 1000 + longest * (0.5 + chance / 2)
}
