import { type Engine, step } from '../engine.ts'
import type { TurnStore } from '../port.ts'
import * as queries from '../queries/turns.ts'

export function createTurnStore(engine: Engine): TurnStore {
  return {
    async take(id, { holder, milliseconds }) {
      const [rows = []] = await engine.write([
        step(queries.takeTurn, { id, holder, for_ms: milliseconds }),
      ])
      return rows.length > 0
    },
    async end(id, holder) {
      await engine.write([step(queries.endTurn, { id, holder })])
    },
  }
}
