/**
 * Keeps the audit chain of a running server: seals what this process recorded each second, seals what
 * others left behind when they died, begins a new day, and says which days are no longer kept. All
 * servers do it; who comes second finds nothing left to do.
 */

import { dayOf, headText, lineOf, readContent } from '../audit/seal.ts'
import { markedText } from '../facts/mark.ts'
import type { AuditStore, FactRow } from '../store/port.ts'
import type { AuditTrail } from './audit-trail.ts'

const SEAL_EVERY_MS = 1_000
const LOOK_AFTER_OTHERS_MS = 60_000
/** Longer than a process takes to seal, and than a transaction takes to commit. */
const LEFT_BEHIND_MS = 60_000
const HOUR_MS = 60 * 60 * 1_000
const DAY_SECONDS = 24 * 60 * 60
const PAGE = 1_000

interface Kept {
  readonly trail: AuditTrail
  readonly store: AuditStore
  /** Days that events are kept, besides today. */
  readonly auditDays: number
  /** The time to delete by, in seconds since 1970 (`time-keeper.ts`). */
  readonly look: () => Promise<{ readonly now: number }>
  readonly log: {
    info(more: object, sentence: string): void
    warn(more: object, sentence: string): void
    error(more: object, sentence: string): void
  }
}

export interface AuditKeeper {
  /** What is done each minute. Rejects with `StorageUnavailable`. */
  lookAfterOthers(): Promise<void>
  /** Seals the rest. */
  stop(): Promise<void>
}

export function startAuditKeeper({ trail, store, auditDays, look, log }: Kept): AuditKeeper {
  let settledMs: number | undefined
  let day: string | undefined
  let saidForged = 0
  trail.watch((sentence) => log.error({}, sentence))

  async function sealLeftBehind(nowMs: number): Promise<void> {
    const untilMs = nowMs - LEFT_BEHIND_MS
    const { seal } = await store.readEnd()
    const fromMs = settledMs ?? (seal && readContent(seal)?.settledMs) ?? 0
    if (untilMs <= fromMs) return
    let forged = 0
    for (let next = fromMs; next < untilMs; ) {
      const oldest = await oldestRow(store, next, untilMs)
      if (oldest === undefined) break
      next = Math.min(oldest.atMs + HOUR_MS, untilMs)
      forged += await sealSpan(oldest.atMs, next)
    }
    if (forged > saidForged) {
      log.error(
        { events: forged },
        'There are audit events without a genuine mark, which no server recorded: run `mandate audit verify`.',
      )
    }
    saidForged = forged
    settledMs = untilMs
    trail.settle(untilMs)
  }

  /** Returns how many events are not genuine. */
  async function sealSpan(fromMs: number, untilMs: number): Promise<number> {
    const rows = await unsealedRows(store, fromMs, untilMs)
    const genuine = rows.filter(
      (row) => row.mark !== null && trail.keys.checkMark(row.mark, markedText(row)) === 'genuine',
    )
    for (const [ofDay, some] of Map.groupBy(genuine, ({ atMs }) => dayOf(atMs))) {
      for (let from = 0; from < some.length; from += PAGE) {
        const lines = some.slice(from, from + PAGE).map(lineOf)
        await trail.append(store, { kind: 'late', day: ofDay, lines })
      }
    }
    return rows.length - genuine.length
  }

  /** Says once a day which days are over. Deleting is for the sweep. */
  async function retain(now: number): Promise<void> {
    const firstDay = dayOf((now - auditDays * DAY_SECONDS) * 1_000)
    const sinceMs = Date.parse(firstDay)
    if ((await oldestRow(store, 0, sinceMs)) === undefined) return
    const retention = await store.findRetention()
    if (((retention && readContent(retention)?.kept?.sinceMs) ?? 0) >= sinceMs) return
    const { seal, nowMs } = await store.readEnd()
    const first = (await store.findFirstOfDay(firstDay)) ?? (seal?.number ?? 0) + 1
    const kept = { sinceMs, afterSeal: first - 1 }
    await trail.append(store, { kind: 'retention', day: dayOf(nowMs), lines: [], kept })
  }

  /** For whoever reads the log: what is cut off later is missed. */
  async function tellHead(): Promise<void> {
    const { seal, nowMs } = await store.readEnd()
    const today = dayOf(nowMs)
    if (seal === undefined || today === day) return
    day = today
    log.info({ audit_head: headText(seal) }, 'The audit chain ends here.')
  }

  async function lookAfterOthers(): Promise<void> {
    const { nowMs } = await store.readEnd()
    await sealLeftBehind(nowMs)
    await tellHead()
    await retain((await look()).now)
  }

  // `StorageUnavailable`: the next turn makes up for it.
  const seal = setInterval(() => void trail.sealNoted(store).catch(() => {}), SEAL_EVERY_MS).unref()
  const others = setInterval(() => void lookAfterOthers().catch(() => {}), LOOK_AFTER_OTHERS_MS)
  others.unref()
  void tellHead().catch(() => {})
  return {
    lookAfterOthers,
    async stop() {
      clearInterval(seal)
      clearInterval(others)
      await trail.sealNoted(store).catch(() => {})
      day = undefined
      await tellHead().catch(() => {})
    },
  }
}

async function oldestRow(
  store: AuditStore,
  fromMs: number,
  untilMs: number,
): Promise<FactRow | undefined> {
  const page = { after: { atMs: fromMs, id: '' }, untilMs, limit: 1 }
  return (await store.listRows(page))[0]
}

/** The facts of a span of time that no seal lists. They are counted first, since there are rarely any. */
async function unsealedRows(
  store: AuditStore,
  fromMs: number,
  untilMs: number,
): Promise<readonly FactRow[]> {
  const widthMs = Math.max(1, untilMs - fromMs) * 2
  const counts = await store.countRows({ fromMs, untilMs, widthMs })
  const counted = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (counted === 0) return []
  const sealed = new Set<string>()
  const first = await store.findFirstSince(fromMs)
  for (let after = (first?.number ?? Number.MAX_SAFE_INTEGER) - 1; ; ) {
    const seals = await store.listSeals({ after, limit: PAGE })
    for (const seal of seals) {
      for (const [id, atMs] of readContent(seal)?.lines ?? []) {
        if (atMs >= fromMs && atMs < untilMs) sealed.add(id)
      }
    }
    const last = seals.at(-1)
    if (last === undefined || seals.length < PAGE) break
    after = last.number
  }
  if (sealed.size === counted) return []
  const rows: FactRow[] = []
  let after = { atMs: fromMs, id: '' }
  for (;;) {
    const page = await store.listRows({ after, untilMs, limit: PAGE })
    rows.push(...page.filter(({ id }) => !sealed.has(id)))
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return rows
    after = { atMs: last.atMs, id: last.id }
  }
}
