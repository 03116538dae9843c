/** Remembers which proofs this process has seen, until they would be too old anyway (RFC 9449 §11.1). */

export interface SeenProofs {
  /** False if it was seen before. `until` and the clock are in milliseconds since 1970. */
  add(id: string, until: number): boolean
  size(): number
}

/** About 20 MB. With more proofs than that in two minutes, the oldest can be repeated. */
const MOST_REMEMBERED = 100_000

export function createSeenProofs(clock: () => number, most = MOST_REMEMBERED): SeenProofs {
  const seen = new Map<string, number>()
  return {
    add(id, until) {
      const known = seen.get(id)
      if (known !== undefined && known > clock()) return false
      seen.delete(id)
      makeRoom(seen, { now: clock(), most })
      seen.set(id, until)
      return true
    },
    size: () => seen.size,
  }
}

/** Oldest first, since most expire in that order. */
function makeRoom(seen: Map<string, number>, { now, most }: { now: number; most: number }): void {
  for (const [id, until] of seen) {
    if (until > now && seen.size < most) return
    seen.delete(id)
  }
}
