/**
 * How often documents are fetched. Any browser can arrive with any URL, so strangers must not be able
 * to make this server call others all the time: not one network many, and not many networks one. Per
 * process and in memory; a document that is at hand counts nowhere.
 */

import type { Clock } from '../../time-and-chance.ts'

interface FetchLimits {
  /**
   * Whether this fetch may begin; then it is counted. `isKnown` if the client has a row: strangers who
   * use up what a host or this process may have do not keep it out.
   */
  admit(fetch: {
    readonly network: string
    /** Without its port. */
    readonly host: string
    readonly url: string
    readonly isKnown: boolean
  }): boolean
}

/** The one of the process bounds the memory, too. */
const A_MINUTE = { process: 600, network: 30, host: 60, url: 6 }

export function createFetchLimits(clock: Clock): FetchLimits {
  let minute = -1
  const counts = new Map<string, number>()

  return {
    admit({ network, host, url, isKnown }) {
      const now = Math.floor(clock.now() / 60)
      if (now !== minute) counts.clear()
      minute = now
      const ofEverybody = [
        ['process', A_MINUTE.process],
        [`host ${host}`, A_MINUTE.host],
      ] as const
      const limits = [
        ...(isKnown ? [] : ofEverybody),
        [`network ${network}`, A_MINUTE.network],
        [`url ${url}`, A_MINUTE.url],
      ] as const
      const isFull = limits.some(([name, most]) => (counts.get(name) ?? 0) >= most)
      if (isFull) return false
      for (const [name] of limits) counts.set(name, (counts.get(name) ?? 0) + 1)
      return true
    },
  }
}

/** Each waiting request holds one of the places of this process. */
const MOST_WAITING = { all: 100, network: 20 }

/**
 * Who may wait for documents at a time: `enter` says whether this one may, and `leave` comes after it.
 * A network that asks for slow documents fills its own places only.
 */
export function createWaitingRoom() {
  const waiting = new Map<string, number>()
  let all = 0
  return {
    enter(network: string): boolean {
      const ofNetwork = waiting.get(network) ?? 0
      if (all >= MOST_WAITING.all || ofNetwork >= MOST_WAITING.network) return false
      all += 1
      waiting.set(network, ofNetwork + 1)
      return true
    },
    leave(network: string): void {
      const left = (waiting.get(network) ?? 0) - 1
      all -= 1
      if (left > 0) waiting.set(network, left)
      else waiting.delete(network)
    },
  }
}
