/** Leaky buckets in memory, a thousand times faster than a database. `memory.test.ts` compares them. */

import type { AttemptStore } from '../../src/store/port.ts'

export function memoryAttempts(): AttemptStore {
  const levels = new Map<string, number>()
  return {
    async find(names) {
      return new Map(
        names.flatMap((name) => {
          const emptyAt = levels.get(name)
          return emptyAt === undefined ? [] : [[name, emptyAt] as const]
        }),
      )
    },
    async add(buckets, at) {
      const hadRoom = buckets.filter(({ name, most, seconds }) => {
        const emptyAt = levels.get(name)
        if (emptyAt !== undefined && emptyAt > at + (most - 1) * seconds) return false
        levels.set(name, Math.max(at, emptyAt ?? at) + seconds)
        return true
      })
      return new Set(hadRoom.map(({ name }) => name))
    },
    async giveBack(buckets) {
      for (const { name, seconds } of buckets) {
        const emptyAt = levels.get(name)
        if (emptyAt !== undefined) levels.set(name, emptyAt - seconds)
      }
    },
    async clear(names) {
      for (const name of names) levels.delete(name)
    },
    async clearBeginningWith(prefix) {
      const found = [...levels.keys()].filter((name) => name.startsWith(prefix))
      for (const name of found) levels.delete(name)
      return found.length
    },
  }
}
