import { type Engine, type Row, step } from '../engine.ts'
import { explanationBucket } from '../explanation-bucket.ts'
import type { ExplanationStore } from '../port.ts'
import * as queries from '../queries/explanations.ts'
import type { Details, Explanation, RefusedRequest, SenderProof } from '../records.ts'
import { document, integer, pageInput, text, textOrNull } from '../rows.ts'

export function createExplanationStore(engine: Engine): ExplanationStore {
  return {
    async put(explanations, { perClient, perStanding }) {
      if (explanations.length === 0) return
      const buckets = new Set(explanations.map(explanationBucket))
      const standings = new Set(explanations.map(({ standing }) => standing))
      await engine.write([
        ...explanations.map((one) => step(queries.insertExplanation, writeExplanation(one))),
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
  }
}

function readExplanation(row: Row): Explanation {
  return {
    id: text(row, 'id'),
    error: text(row, 'error'),
    reason: text(row, 'reason'),
    at: integer(row, 'at'),
    standing: text(row, 'standing') as SenderProof,
    clientId: textOrNull(row, 'client_id'),
    request: document<RefusedRequest>(row, 'request'),
    details: document<Details>(row, 'details'),
  }
}

function writeExplanation(explanation: Explanation) {
  return {
    id: explanation.id,
    error: explanation.error,
    reason: explanation.reason,
    at: explanation.at,
    standing: explanation.standing,
    client_id: explanation.clientId,
    bucket: explanationBucket(explanation),
    request: JSON.stringify(explanation.request),
    details: JSON.stringify(explanation.details),
  }
}
