/**
 * Events that no seal lists. Where an interval has as many events as seals list, there are none;
 * elsewhere the ids are compared.
 */

import { markedText } from '../facts/mark.ts'
import type { FactPlace, FactRow } from '../store/port.ts'
import { atTime, type Findings, named } from './findings.ts'
import type { AuditKeys } from './keys.ts'
import type { AuditReader } from './reader.ts'
import { readContent } from './seal.ts'
import { BUCKET_MS, type Claimed } from './sealed-events.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const PAGE = 1_000

interface Asked {
  readonly findings: Findings
  readonly claimed: ReadonlyMap<number, Claimed>
  readonly moved: ReadonlySet<string>
  /** From this time on, in milliseconds since 1970. */
  readonly fromMs: number
  /** Events from then on may wait for their seal. */
  readonly settledBeforeMs: number
}

type Reader = Pick<AuditReader, 'listSeals' | 'listRows' | 'countRows'>

export async function findUnsealed(
  reader: Reader,
  keys: Pick<AuditKeys, 'checkMark'>,
  asked: Asked,
): Promise<void> {
  const { claimed, fromMs, settledBeforeMs } = asked
  const [oldest] = await reader.listRows({
    after: { atMs: fromMs, id: '' },
    untilMs: Number.MAX_SAFE_INTEGER,
    limit: 1,
  })
  if (oldest === undefined) return
  const settled = Math.floor(settledBeforeMs / BUCKET_MS) * BUCKET_MS
  let [cursor] = [Math.floor(oldest.atMs / BUCKET_MS) * BUCKET_MS]
  while (cursor < settled) {
    const untilMs = Math.min(cursor + DAY_MS, settled)
    const from = Math.max(cursor, fromMs)
    const counts = await reader.countRows({ fromMs: from, untilMs, widthMs: BUCKET_MS })
    for (const [bucket, counted] of counts) {
      const known = claimed.get(bucket)
      if (known?.counted === counted && !known.isVague) continue
      const start = Math.max(bucket * BUCKET_MS, fromMs)
      await compare(reader, keys, { ...asked, start, untilMs: (bucket + 1) * BUCKET_MS })
    }
    cursor = untilMs
  }
  await compare(reader, keys, {
    ...asked,
    start: Math.max(settled, fromMs),
    untilMs: Number.MAX_SAFE_INTEGER,
  })
}

/** Reads the ids of an interval, and of its seals. */
async function compare(
  reader: Reader,
  keys: Pick<AuditKeys, 'checkMark'>,
  {
    findings,
    claimed,
    moved,
    settledBeforeMs,
    start,
    untilMs,
  }: Asked & {
    readonly start: number
    readonly untilMs: number
  },
): Promise<void> {
  const sealed = await idsSealedIn(reader, { ...spanOf(claimed, start, untilMs), start, untilMs })
  let waiting: FactRow[] = []
  const tellWaiting = () => {
    const [first] = waiting
    const last = waiting.at(-1)
    if (first === undefined || last === undefined) return
    findings.add({
      kind: 'event_unsealed',
      sentence: unsealed(waiting, first, last),
      event: first.id,
    })
    waiting = []
  }
  let after: FactPlace = { atMs: start, id: '' }
  for (;;) {
    const rows = await reader.listRows({ after, untilMs, limit: PAGE })
    for (const row of rows) {
      if (sealed.has(row.id) || moved.has(row.id)) continue
      const verdict = row.mark === null ? 'forged' : keys.checkMark(row.mark, markedText(row))
      if (verdict === 'genuine') {
        if (row.atMs < settledBeforeMs) waiting.push(row)
        continue
      }
      const sentence = `The event ${named(row.id, row.kind, row.atMs)} was inserted: no seal lists it, and it has no genuine mark.`
      findings.add({ kind: 'event_inserted', sentence, event: row.id })
    }
    tellWaiting()
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = { atMs: last.atMs, id: last.id }
  }
}

function unsealed(waiting: readonly FactRow[], first: FactRow, last: FactRow): string {
  const what =
    waiting.length === 1
      ? `The event ${named(first.id, first.kind, first.atMs)} has`
      : `${waiting.length} events from ${atTime(first.atMs)} to ${atTime(last.atMs)} have`
  return `${what} no seal: it was removed, or the process that recorded them died and no server has run since. Start the server, which seals what is genuine within two minutes, and verify again.`
}

/** The seals that list events of these intervals. */
function spanOf(
  claimed: ReadonlyMap<number, Claimed>,
  start: number,
  untilMs: number,
): { readonly first: number; readonly last: number } {
  let [first, last] = [Number.POSITIVE_INFINITY, 0]
  const from = Math.floor(start / BUCKET_MS)
  for (const [bucket, seals] of claimed) {
    if (bucket < from || bucket * BUCKET_MS >= untilMs) continue
    first = Math.min(first, seals.first)
    last = Math.max(last, seals.last)
  }
  return { first, last }
}

async function idsSealedIn(
  reader: Pick<Reader, 'listSeals'>,
  asked: { first: number; last: number; start: number; untilMs: number },
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (let after = asked.first - 1; after < asked.last; ) {
    const seals = await reader.listSeals({ after, limit: PAGE })
    for (const seal of seals) {
      for (const [id, atMs] of readContent(seal)?.lines ?? []) {
        if (atMs >= asked.start && atMs < asked.untilMs) ids.add(id)
      }
    }
    const last = seals.at(-1)
    if (last === undefined) break
    after = last.number
  }
  return ids
}
