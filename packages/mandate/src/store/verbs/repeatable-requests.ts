import { type Engine, step } from '../engine.ts'
import type { RepeatableRequestStore } from '../port.ts'
import * as queries from '../queries/repeatable-requests.ts'
import { readerOf } from '../rows.ts'
import { repeatableRequests } from '../tables/repeatable-requests.ts'
import { writerOf } from '../tables/table.ts'

export function createRepeatableRequestStore(engine: Engine): RepeatableRequestStore {
  return {
    async begin(request) {
      const row = write({ ...request, answer: null })
      const [rows = []] = await engine.write([step(queries.beginRepeatable, row)])
      if (rows.length > 0) return undefined
      const [found] = await engine.read(step(queries.findRepeatable, { id: request.id }))
      // Forgotten since: as if it had never been.
      return found === undefined ? this.begin(request) : read(found)
    },
    async finish(id, answer) {
      await engine.write([step(queries.finishRepeatable, { id, answer })])
    },
    async forget(id) {
      await engine.write([step(queries.forgetRepeatable, { id })])
    },
  }
}

const read = readerOf(repeatableRequests)
const write = writerOf(repeatableRequests)
