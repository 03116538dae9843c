import { type Engine, step } from '../engine.ts'
import type { PushedRequestStore } from '../port.ts'
import * as queries from '../queries/pushed-requests.ts'
import { readerOf } from '../rows.ts'
import { pushedRequests } from '../tables/pushed-requests.ts'
import { writerOf } from '../tables/table.ts'

const MANY = 100

export function createPushedRequestStore(engine: Engine): PushedRequestStore {
  return {
    async insert(request, most) {
      const trim = step(queries.trimPushedRequests, { client_id: request.clientId, kept: most })
      await engine.write([
        step(queries.insertPushedRequest, writePushed(request)),
        // It reads an index entry for each that is kept, so where many are, it is seldom done.
        ...(most < MANY || request.id.endsWith('0') ? [trim] : []),
      ])
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findPushedRequest, { id }))
      return row && readPushed(row)
    },
    async use(id, { at, usedBy }) {
      const input = { id, at, used_by: usedBy }
      const [rows = []] = await engine.write([step(queries.usePushedRequest, input)])
      return rows.length > 0
    },
  }
}

const readPushed = readerOf(pushedRequests)
const writePushed = writerOf(pushedRequests)
