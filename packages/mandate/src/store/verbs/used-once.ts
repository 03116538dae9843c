import { type Engine, step } from '../engine.ts'
import type { UsedOnceStore } from '../port.ts'
import { findUsed, useOnce } from '../queries/used-once.ts'

export function createUsedOnceStore(engine: Engine): UsedOnceStore {
  return {
    async isUsed(id) {
      return (await engine.read(step(findUsed, { id }))).length > 0
    },
    async use(id, { expiresAt, now }) {
      if (expiresAt <= now) return false
      const [rows = []] = await engine.write([step(useOnce, { id, expires_at: expiresAt })])
      return rows.length > 0
    },
  }
}
