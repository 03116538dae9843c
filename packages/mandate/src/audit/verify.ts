/**
 * Compares the audit chain with the events it is about. Reads both in pages, so memory does not grow
 * with their number.
 *
 *     1. the chain, from its first seal: numbers, hashes, MACs        chain.ts
 *     2. the events of each seal: there, unchanged, marked             sealed-events.ts
 *     3. how many events there are in each interval: none is unsealed  unsealed-events.ts
 */

import { createChainCheck } from './chain.ts'
import { createFindings, type Finding } from './findings.ts'
import type { AuditKeys } from './keys.ts'
import type { AuditReader } from './reader.ts'
import { type Head, headText, readContent } from './seal.ts'
import { createSealedEventsCheck } from './sealed-events.ts'
import { findUnsealed } from './unsealed-events.ts'

export interface Verification {
  readonly findings: readonly Finding[]
  /** What is worth knowing, and no finding: events that another process sealed. */
  readonly notes: readonly string[]
  readonly seals: number
  readonly events: number
  /** Where the chain ends; null if it is empty. Keep it: `--head` finds what is cut off later. */
  readonly head: string | null
  /** Events before this time are no longer kept, in milliseconds since 1970. */
  readonly keptSinceMs: number
}

/** Lines that are compared at once. */
const LINES_AT_ONCE = 2_000
const SEALS_AT_ONCE = 200
/** An event is sealed within this time, unless its process died. */
const SEALED_WITHIN_MS = 120_000

/** `expected` is a head that was logged or exported earlier. Rejects with `StorageUnavailable`. */
export async function verifyAudit(
  reader: AuditReader,
  keys: Pick<AuditKeys, 'checkMac' | 'checkMark'>,
  { expected }: { readonly expected?: Head | undefined } = {},
): Promise<Verification> {
  const findings = createFindings()
  const { nowMs } = await reader.readEnd()
  const retention = await reader.findRetention()
  const kept = (retention && readContent(retention)?.kept) ?? { sinceMs: 0, afterSeal: 0 }
  const chain = createChainCheck(keys, findings, { expected, kept })
  const events = createSealedEventsCheck(reader, keys, { findings, keptSinceMs: kept.sinceMs })
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const seals = await reader.listSeals({ after, limit: SEALS_AT_ONCE })
    let batch: Parameters<typeof events.check>[0][number][] = []
    let lines = 0
    for (const seal of seals) {
      const content = chain.check(seal)
      after = seal.number
      if (content === undefined) continue
      batch.push({ seal, content })
      lines += content.lines.length
      if (lines < LINES_AT_ONCE) continue
      await events.check(batch)
      batch = []
      lines = 0
    }
    await events.check(batch)
    if (seals.length < SEALS_AT_ONCE) break
  }
  const head = chain.end()
  await events.end()
  await findUnsealed(reader, keys, {
    findings,
    claimed: events.claimed,
    moved: events.moved,
    fromMs: kept.sinceMs,
    settledBeforeMs: nowMs - SEALED_WITHIN_MS,
  })
  return {
    findings: findings.list,
    notes: events.notes(),
    seals: chain.counted(),
    events: events.counted(),
    head: head === undefined ? null : headText(head),
    keptSinceMs: kept.sinceMs,
  }
}
