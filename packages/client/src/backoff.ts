const FIRST_MS = 200
const LONGEST_MS = 5_000

/**
 * Milliseconds to wait before request number `tries + 2`: doubling up to 5 s, with jitter from
 * `chance` (0 to 1) so that clients do not all come back at once. Never less than the server's
 * `Retry-After`.
 */
export function pauseBeforeRetry(
  tries: number,
  retryAfterSeconds: number | undefined,
  chance: number,
): number {
  const longest = Math.min(FIRST_MS * 2 ** tries, LONGEST_MS)
  return (retryAfterSeconds ?? 0) * 1000 + longest * (0.5 + chance / 2)
}
