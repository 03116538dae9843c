/** The events that seals list: each is in the database, as it was. */

import { hash } from 'node:crypto'
import { markedText } from '../facts/mark.ts'
import type { FactRow, StoredSeal } from '../store/port.ts'
import { type Findings, named } from './findings.ts'
import type { AuditKeys } from './keys.ts'
import type { AuditReader } from './reader.ts'
import { lineHash, type SealContent, type SealedLine } from './seal.ts'

/** Intervals in which claimed events are counted. */
export const BUCKET_MS = 10 * 60 * 1_000
const ROWS_AT_ONCE = 1_000
/** Lines without an event that may yet turn out to be dropped. */
const MOST_WAITING = 10_000

/** The events of an interval that seals list and the database has. */
export interface Claimed {
  counted: number
  /** The first and the last seal with one of them. */
  first: number
  last: number
  /** An event may have been listed twice, so the count says too little. */
  isVague: boolean
}

export interface SealedEventsCheck {
  check(
    batch: readonly { readonly seal: StoredSeal; readonly content: SealContent }[],
  ): Promise<void>
  end(): Promise<void>
  readonly claimed: ReadonlyMap<number, Claimed>
  /** Events that are no longer where their seal lists them. */
  readonly moved: ReadonlySet<string>
  counted(): number
  notes(): readonly string[]
}

export function createSealedEventsCheck(
  reader: Pick<AuditReader, 'findRows' | 'listRows'>,
  keys: Pick<AuditKeys, 'checkMark'>,
  { findings, keptSinceMs }: { readonly findings: Findings; readonly keptSinceMs: number },
): SealedEventsCheck {
  const claimed = new Map<number, Claimed>()
  const missing = new Map<string, SealedLine>()
  /** Accounts whose personal details are gone, with an event that had some. */
  const erased = new Map<string, FactRow>()
  const deleted = new Set<string>()
  const moved = new Set<string>()
  let counted = 0
  let late = 0

  function note(row: FactRow, { line, seal }: { line: SealedLine; seal: StoredSeal }): void {
    const bucket = Math.floor(row.atMs / BUCKET_MS)
    const { number } = seal
    const known = claimed.get(bucket)
    if (row.atMs !== line[1]) {
      moved.add(row.id)
      if (known !== undefined) known.isVague = true
      return
    }
    // Such an event is recorded anew, and not stored again, each time that the token is revoked.
    const isVague = seal.kind === 'late' || row.kind === 'access_token.revoked'
    if (known === undefined) {
      claimed.set(bucket, { counted: 1, first: number, last: number, isVague })
      return
    }
    known.counted += 1
    known.first = Math.min(known.first, number)
    known.last = Math.max(known.last, number)
    known.isVague ||= isVague
  }

  function compare(row: FactRow, [id, atMs, kind, sealed]: SealedLine): void {
    const event = named(id, kind, atMs)
    const verdict = row.mark === null ? 'unknown_key' : keys.checkMark(row.mark, markedText(row))
    if (lineHash(row) !== sealed) {
      const isMoved = lineHash({ ...row, atMs }) === sealed
      findings.add(
        isMoved
          ? {
              ...{ kind: 'event_moved', event: id },
              sentence: `The event ${event} was moved: the database now says ${named(id, kind, row.atMs)}.`,
            }
          : {
              ...{ kind: 'event_changed', event: id },
              sentence: `The event ${event} was changed after it was sealed.`,
            },
      )
    } else if (verdict === 'forged') {
      const sentence = `The event ${event} was changed before it was sealed: its mark is of another content.`
      findings.add({ kind: 'event_changed', sentence, event: id })
    }
    if (row.personal === null && row.personalDigest !== null && row.accountId !== null) {
      if (!deleted.has(row.accountId)) erased.set(row.accountId, row)
    } else if (row.personal !== null && digestOf(row.personal) !== row.personalDigest) {
      const sentence = `The personal details of the event ${event} were changed.`
      findings.add({ kind: 'event_changed', sentence, event: id })
    }
    const isDeletion = kind === 'account.deleted' || kind === 'account.merged'
    if (isDeletion && row.kind === kind && row.accountId !== null) {
      deleted.add(row.accountId)
      erased.delete(row.accountId)
    }
  }

  function miss(line: SealedLine): void {
    if (missing.size < MOST_WAITING) missing.set(line[0], line)
    else tellMissing(line)
  }
  function tellMissing([id, atMs, kind]: SealedLine): void {
    const sentence = `The event ${named(id, kind, atMs)} was removed.`
    findings.add({ kind: 'event_removed', sentence, event: id })
  }

  return {
    claimed,
    moved,
    counted: () => counted,
    async check(batch) {
      const listed = batch.flatMap(({ seal, content }) =>
        content.lines.filter(([, atMs]) => atMs >= keptSinceMs).map((line) => ({ line, seal })),
      )
      const rows = await rowsOf(reader, listed)
      const seen = new Set<string>()
      for (const { line, seal } of listed) {
        counted += 1
        if (seal.kind === 'late') late += 1
        const row = rows.get(line[0])
        if (row === undefined) miss(line)
        else {
          if (!seen.has(row.id)) note(row, { line, seal })
          seen.add(row.id)
          compare(row, line)
        }
      }
      for (const { content } of batch) for (const id of content.dropped ?? []) missing.delete(id)
    },
    async end() {
      for (const line of missing.values()) tellMissing(line)
      for (const [account, row] of erased) {
        const event = named(row.id, row.kind, row.atMs)
        const sentence = `The personal details of the event ${event} were erased, and nothing says that the account ${account} was deleted.`
        findings.add({ kind: 'personal_erased', sentence, event: row.id })
      }
    },
    notes() {
      if (late === 0) return []
      return [
        `${late === 1 ? 'One event was' : `${late} events were`} sealed late, by another process than the one that recorded ${late === 1 ? 'it' : 'them'}: that one had ended. Their marks are genuine.`,
      ]
    },
  }
}

/** By ranges of time where seals follow each other, since that reads rows in bulk. */
async function rowsOf(
  reader: Pick<AuditReader, 'findRows' | 'listRows'>,
  listed: readonly { readonly line: SealedLine; readonly seal: StoredSeal }[],
): Promise<ReadonlyMap<string, FactRow>> {
  const found = new Map<string, FactRow>()
  const regular = listed.filter(({ seal }) => seal.kind !== 'late')
  if (regular.length > 0) {
    let [first, last] = [Number.POSITIVE_INFINITY, 0]
    for (const { line } of regular) {
      first = Math.min(first, line[1])
      last = Math.max(last, line[1])
    }
    let after = { atMs: first, id: '' }
    // Several nodes share the time; much more than this belongs to others.
    for (let most = 3 * regular.length; most > 0; most -= ROWS_AT_ONCE) {
      const rows = await reader.listRows({ after, untilMs: last + 1, limit: ROWS_AT_ONCE })
      for (const row of rows) found.set(row.id, row)
      const end = rows.at(-1)
      if (end === undefined || rows.length < ROWS_AT_ONCE) break
      after = { atMs: end.atMs, id: end.id }
    }
  }
  const others = listed.flatMap(({ line: [id] }) => (found.has(id) ? [] : [id]))
  for (let from = 0; from < others.length; from += ROWS_AT_ONCE) {
    const rows = await reader.findRows(others.slice(from, from + ROWS_AT_ONCE))
    for (const row of rows) found.set(row.id, row)
  }
  return found
}

function digestOf(personal: string): string {
  return hash('sha256', personal, 'base64url')
}
