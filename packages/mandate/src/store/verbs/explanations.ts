import { type Engine, type Row, step } from '../engine.ts'
import { explanationBucket } from '../explanation-bucket.ts'
import type { ExplanationStore } from '../port.ts'
import * as queries from '../queries/explanations.ts'
import type { Explanation } from '../records.ts'
import { pageInput, readerOf } from '../rows.ts'
import { explanations, keptExplanations } from '../tables/explanations.ts'
import { writerOf } from '../tables/table.ts'

/** After every moment that is stored. */
const LATEST = Number.MAX_SAFE_INTEGER

export function createExplanationStore(engine: Engine): ExplanationStore {
  return {
    async put(refused, { perClient, perStanding }) {
      if (refused.length === 0) return
      const buckets = new Set(refused.map(explanationBucket))
      const standings = new Set(refused.map(({ standing }) => standing))
      await engine.write([
        ...refused.map((one) => {
          const kept = { ...one, bucket: explanationBucket(one) }
          return step(queries.insertExplanation, writeExplanation(kept))
        }),
        ...[...buckets].map((bucket) => step(queries.trimBucket, { bucket, kept: perClient })),
        ...[...standings].map((standing) =>
          step(queries.trimStanding, { standing, kept: perStanding }),
        ),
      ])
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findExplanation, { id }))
      return row && readExplanation(row)
    },
    async list({ clientId }, wanted) {
      const { limit } = pageInput({ limit: wanted })
      const rows = await engine.read(
        clientId === undefined
          ? step(queries.listExplanations, { limit })
          : step(queries.listExplanationsOfClient, { client_id: clientId, limit }),
      )
      return rows.map(readExplanation)
    },
    async listBefore({ clientId, reason = null, before }, wanted) {
      const { limit } = pageInput({ limit: wanted })
      const place = { before_at: before?.at ?? LATEST, before_id: before?.id ?? '', reason, limit }
      const rows = await engine.read(
        clientId === undefined
          ? step(queries.listExplanationsBefore, place)
          : step(queries.listExplanationsOfClientBefore, { client_id: clientId, ...place }),
      )
      return rows.map(readExplanation)
    },
  }
}

const readExplanation: (row: Row) => Explanation = readerOf(explanations)
const writeExplanation = writerOf(keptExplanations)
