/** A store for tests and for programs whose users log in each time the program starts. */

import type { StoredGrant, TokenStore } from './token-store.ts'

/** Keeps grants in this process's memory. */
export function memoryStore(): TokenStore {
  const grants = new Map<string, StoredGrant>()
  return {
    async load(key) {
      return structuredClone(grants.get(key))
    },
    async save(key, record, expectedVersion) {
      if ((grants.get(key)?.version ?? 0) !== expectedVersion) return false
      grants.set(key, { record: structuredClone(record), version: expectedVersion + 1 })
      return true
    },
    async remove(key, expectedVersion) {
      if (grants.get(key)?.version !== expectedVersion) return false
      return grants.delete(key)
    },
  }
}
