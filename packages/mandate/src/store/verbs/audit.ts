/** Stores and reads the audit chain, and the rows that it is about. */

import { type Engine, type Row, step } from '../engine.ts'
import type { AuditStore, StoredSeal } from '../port.ts'
import * as queries from '../queries/audit.ts'
import { document, integer, pageInput, readerOf } from '../rows.ts'
import { auditSeals } from '../tables/audit-seals.ts'
import { facts } from '../tables/facts.ts'
import { writerOf } from '../tables/table.ts'

export function createAuditStore(engine: Engine): AuditStore {
  const one = async (rows: Promise<readonly Row[]>): Promise<StoredSeal | undefined> => {
    const [row] = await rows
    return row && readSeal(row)
  }
  return {
    async readEnd() {
      const [row = {}] = await engine.read(step(queries.readEnd, {}))
      const seal = row['number'] === null ? undefined : readSeal(row)
      return { nowMs: integer(row, 'now_ms'), seal }
    },
    async append(seal, dropped) {
      const { number, hash } = seal
      const [rows = []] = await engine.write([
        step(queries.appendSeal, writeSeal(seal)),
        ...dropped.map((id) => step(queries.dropFact, { id, number, hash })),
      ])
      return rows.length > 0
    },
    findSeal: (number) => one(engine.read(step(queries.findSeal, { number }))),
    findRetention: () => one(engine.read(step(queries.findRetention, {}))),
    async findFirstOfDay(day) {
      const [row] = await engine.read(step(queries.findFirstSealOfDay, { day }))
      return row && integer(row, 'number')
    },
    async listSeals({ after, limit }) {
      const input = { after, limit: pageInput({ limit }).limit }
      return (await engine.read(step(queries.listSeals, input))).map(readSeal)
    },
    findFirstSince: (atMs) => one(engine.read(step(queries.findFirstSealSince, { at_ms: atMs }))),
    async findRows(ids) {
      const found = await Promise.all(ids.map((id) => engine.read(step(queries.findFact, { id }))))
      return found.flat().map(readFactRow)
    },
    async listRows({ after, untilMs, limit }) {
      const input = {
        after_ms: after.atMs,
        after_id: after.id,
        until_ms: untilMs,
        limit: pageInput({ limit }).limit,
      }
      return (await engine.read(step(queries.listFactRows, input))).map(readFactRow)
    },
    async countRows({ fromMs, untilMs, widthMs }) {
      const input = { from_ms: fromMs, until_ms: untilMs, width_ms: widthMs }
      const rows = await engine.read(step(queries.countFacts, input))
      return new Map(rows.map((row) => [integer(row, 'bucket'), integer(row, 'counted')]))
    },
  }
}

/** What the newest seal of retention allows to remove; undefined if there is none. */
export async function readRetention(
  engine: Engine,
): Promise<{ readonly sinceMs: number; readonly afterSeal: number } | undefined> {
  const [row] = await engine.read(step(queries.findRetention, {}))
  const kept = row && document<{ kept?: Record<string, unknown> }>(row, 'content').kept
  const { sinceMs, afterSeal } = kept ?? {}
  return typeof sinceMs === 'number' && typeof afterSeal === 'number'
    ? { sinceMs, afterSeal }
    : undefined
}

const readSeal = readerOf(auditSeals)
const writeSeal = writerOf(auditSeals)
const readFactRow = readerOf(facts)
