/** The verbs on what could not be delivered to an endpoint at once. */

import { type Engine, step } from '../engine.ts'
import type { EndpointStore } from '../port.ts'
import * as queries from '../queries/endpoints.ts'
import { integer, pageInput, readerOf } from '../rows.ts'
import { deliveries } from '../tables/endpoints.ts'
import { writerOf } from '../tables/table.ts'
import { recordOf } from './endpoint-facts.ts'

const MOST_COUNTED = 100_000

export function createDeliveryVerbs(
  engine: Engine,
): Pick<
  EndpointStore,
  | 'tallyDeliveries'
  | 'fallBehind'
  | 'findDelivery'
  | 'listDeliveries'
  | 'listWaiting'
  | 'replay'
  | 'rewind'
  | 'settle'
  | 'settlePoll'
> {
  async function count(id: string, state: string): Promise<number> {
    const input = { endpoint_id: id, state, limit: MOST_COUNTED }
    const [row = {}] = await engine.read(step(queries.tallyDeliveries, input))
    return integer(row, 'counted')
  }

  return {
    async tallyDeliveries(id) {
      const [waiting, dead] = await Promise.all([count(id, 'waiting'), count(id, 'dead')])
      return { waiting, dead }
    },
    async findDelivery(id, factId) {
      const input = { endpoint_id: id, fact_id: factId }
      const [row] = await engine.read(step(queries.findDelivery, input))
      return row && readDelivery(row)
    },
    async listDeliveries(id, { state, after, limit }) {
      const before = after ?? { atMs: Number.MAX_SAFE_INTEGER, id: '' }
      const input = { endpoint_id: id, state, before_ms: before.atMs, before_id: before.id }
      const page = { ...input, limit: pageInput({ limit }).limit }
      return (await engine.read(step(queries.listDeliveries, page))).map(readDelivery)
    },
    async listWaiting(id, most) {
      const input = { endpoint_id: id, limit: pageInput({ limit: most }).limit }
      return (await engine.read(step(queries.listWaitingDeliveries, input))).map(readDelivery)
    },
    async replay(id, rows, act) {
      const results = await engine.write([
        step(queries.forgetFailures, { endpoint_id: id }),
        ...rows.map((row) => step(queries.replayDelivery, writeDelivery(row))),
        ...recordOf({ kind: 'endpoint.replayed', endpointId: id }, act),
        step(queries.findDelivery, { endpoint_id: id, fact_id: rows[0]?.factId ?? '' }),
      ])
      return (results.at(-1) ?? []).length > 0
    },
    async rewind(id, sinceMs, act) {
      const [rows = []] = await engine.write([
        step(queries.rewindEndpoint, { endpoint_id: id, since_ms: sinceMs }),
        ...recordOf({ kind: 'endpoint.replayed', endpointId: id }, act),
      ])
      return rows.length > 0
    },
    async fallBehind(id, missedUntilMs, act) {
      const missedUntil = Math.floor(missedUntilMs / 1_000)
      await engine.write([
        step(queries.noteMissed, { endpoint_id: id, missed_until_ms: missedUntilMs }),
        ...recordOf({ kind: 'endpoint.fell_behind', endpointId: id, missedUntil }, act),
      ])
    },
    async settlePoll(id, { version, cursor, ahead }) {
      const place = { cursor_ms: cursor.atMs, cursor_id: cursor.id, ahead: JSON.stringify(ahead) }
      const settled = step(queries.settlePoll, { endpoint_id: id, version, ...place })
      const [rows = []] = await engine.write([settled])
      return rows.length > 0
    },
    async settle(id, holder, settlement) {
      const { cursor, ahead, deliveries: changed, forgotten, keptSuccesses } = settlement
      const whose = { endpoint_id: id, holder }
      const [rows = []] = await engine.write([
        step(queries.settleProgress, {
          ...{ ...whose, cursor_ms: cursor.atMs, cursor_id: cursor.id },
          ahead: JSON.stringify(ahead),
          failing_since_ms: settlement.failingSinceMs,
          last_success_ms: settlement.lastSuccessMs,
        }),
        ...forgotten.map((subject) => step(queries.forgetSubject, { ...whose, subject })),
        ...changed.map((one) => step(queries.putDelivery, { ...writeDelivery(one), holder })),
        ...(changed.some(({ state }) => state === 'delivered')
          ? [step(queries.dropOldSuccesses, { ...whose, kept: keptSuccesses })]
          : []),
      ])
      return rows.length > 0
    },
  }
}

const readDelivery = readerOf(deliveries)
const writeDelivery = writerOf(deliveries)
