/**
 * How many codes one session may be given in a minute: far more than a person or an
 * integrator's tests ask for, and few enough that a program with somebody's session keeps no database
 * busy. In memory, for one process.
 */

const CODES_PER_MINUTE = 600
/** A hundred bytes each. */
const MOST_REMEMBERED = 10_000

export interface CodeRate {
  /** Counts a code; false where it would be one too many. `now` in seconds since 1970. */
  admit(sessionId: string, now: number): boolean
}

export function createCodeRate(most = CODES_PER_MINUTE, remembered = MOST_REMEMBERED): CodeRate {
  /** The sessions that were last given a code stand last. */
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
