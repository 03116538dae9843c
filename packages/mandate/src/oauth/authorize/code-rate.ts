/**
 * Limits how many codes a session gets in a minute: far more than a person or an integrator's tests
 * need, but too few for a program with a stolen session to overload the database. Counted in
 * memory, per process.
 */

const CODES_PER_MINUTE = 600
/** About a hundred bytes each. */
const MOST_REMEMBERED = 10_000

export interface CodeRate {
  /** Counts a code; false if it would be one too many. `now` in seconds since 1970. */
  admit(sessionId: string, now: number): boolean
}

export function createCodeRate(most = CODES_PER_MINUTE, remembered = MOST_REMEMBERED): CodeRate {
  /** Ordered by their latest code. */
  const bySession = new Map<string, { readonly minute: number; readonly codes: number }>()
  return {
    admit(sessionId, now) {
      const minute = Math.floor(now / 60)
      const before = bySession.get(sessionId)
      const codes = before?.minute === minute ? before.codes : 0
      if (codes >= most) return false
      bySession.delete(sessionId)
      bySession.set(sessionId, { minute, codes: codes + 1 })
      const [oldest] = bySession.keys()
      if (bySession.size > remembered && oldest !== undefined) bySession.delete(oldest)
      return true
    },
  }
}
