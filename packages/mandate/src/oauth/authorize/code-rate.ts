/**
 * Limits how many codes a session gets in a minute: far more than a person or an integrator's tests need,
 * but too few for a program with somebody's session to overload the database. Counted in memory, by each
 * process for itself.
 */

const CODES_PER_MINUTE = 600
/** A hundred bytes each. */
const MOST_REMEMBERED = 10_000

export interface CodeRate {
  /** Counts a code; false if it would be one too many. `now` in seconds since 1970. */
  admit(sessionId: string, now: number): boolean
}

export function createCodeRate(most = CODES_PER_MINUTE, remembered = MOST_REMEMBERED): CodeRate {
  /** In the order of their latest codes. */
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
