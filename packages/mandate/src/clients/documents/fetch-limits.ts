/**
 * How often documents are fetched. Any browser can arrive with any URL, so strangers must not be able
 * to make this server call others all the time: not one network many, and not many networks one. Per
 * process and in memory; a document that is at hand counts nowhere.
 */

import type { Clock } from '../../time-and-chance.ts'

interface FetchLimits {
  /** Whether this fetch may begin; then it is counted. */
  admit(fetch: { readonly network: string; readonly host: string; readonly url: string }): boolean
}

/** The one of the process bounds the memory, too. */
const A_MINUTE = { process: 600, network: 30, host: 60, url: 6 }

export function createFetchLimits(clock: Clock): FetchLimits {
  let minute = -1
  const counts = new Map<string, number>()

  return {
    admit({ network, host, url }) {
      const now = Math.floor(clock.now() / 60)
      if (now !== minute) counts.clear()
      minute = now
      const limits = [
        ['process', A_MINUTE.process],
        [`network ${network}`, A_MINUTE.network],
        [`host ${host}`, A_MINUTE.host],
        [`url ${url}`, A_MINUTE.url],
      ] as const
      const isFull = limits.some(([name, most]) => (counts.get(name) ?? 0) >= most)
      if (isFull) return false
      for (const [name] of limits) counts.set(name, (counts.get(name) ?? 0) + 1)
      return true
    },
  }
}
