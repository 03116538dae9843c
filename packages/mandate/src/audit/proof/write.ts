/** Writes a proof (`format.ts`): everything that is kept, up to the newest seal. */

import type { AuditReader } from '../reader.ts'
import { type Head, readContent, type SealContent } from '../seal.ts'
import type { ProofLine } from './format.ts'

const SEALS_AT_ONCE = 200
const LINES_AT_ONCE = 1_000

type ProofReader = Pick<AuditReader, 'readEnd' | 'findRetention' | 'listSeals' | 'findRows'>

/** Retention removed events while they were read: what was written is no proof. Try again. */
export class KeptLess extends Error {
  override readonly name = 'KeptLess'
}

/**
 * The lines, in order. `sign` is told the head, and returns the statement (a JWS), or null if there is no
 * key for it. Rejects with `KeptLess` or `StorageUnavailable`.
 */
export async function* proofLines(
  reader: ProofReader,
  { issuer, sign }: { readonly issuer: string; readonly sign: (head: Head) => string | null },
): AsyncGenerator<ProofLine> {
  const kept = await keptNow(reader)
  const { seal: newest } = await reader.readEnd()
  yield {
    is: 'audit',
    header: {
      ...{ version: 1, issuer },
      ...{ kept_since_ms: kept.sinceMs, kept_after_seal: kept.afterSeal },
    },
  }
  if (newest === undefined) return
  for (let after = Number.MIN_SAFE_INTEGER; after < newest.number; ) {
    const seals = await reader.listSeals({ after, limit: SEALS_AT_ONCE })
    const last = seals.at(-1)
    if (last === undefined) break
    after = last.number
    const upToNewest = seals.filter(({ number }) => number <= newest.number)
    const listed = upToNewest.map((seal) => ({ seal, ids: idsIn(readContent(seal), kept.sinceMs) }))
    const rows = await rowsOf(
      reader,
      listed.flatMap(({ ids }) => ids),
    )
    for (const { seal, ids } of listed) {
      yield { is: 'seal', seal }
      for (const id of ids) {
        const event = rows.get(id)
        if (event !== undefined) yield { is: 'event', event }
      }
    }
  }
  if ((await keptNow(reader)).sinceMs !== kept.sinceMs) throw new KeptLess()
  const statement = sign(newest)
  if (statement !== null) yield { is: 'statement', statement }
}

async function keptNow(reader: ProofReader): Promise<NonNullable<SealContent['kept']>> {
  const retention = await reader.findRetention()
  return (retention && readContent(retention)?.kept) ?? { sinceMs: 0, afterSeal: 0 }
}

/** Each once. */
function idsIn(content: SealContent | undefined, keptSinceMs: number): readonly string[] {
  const lines = content?.lines.filter(([, atMs]) => atMs >= keptSinceMs) ?? []
  return [...new Set(lines.map(([id]) => id))]
}

async function rowsOf(reader: ProofReader, ids: readonly string[]) {
  const found = new Map<string, Awaited<ReturnType<ProofReader['findRows']>>[number]>()
  for (let from = 0; from < ids.length; from += LINES_AT_ONCE) {
    const rows = await reader.findRows(ids.slice(from, from + LINES_AT_ONCE))
    for (const row of rows) found.set(row.id, row)
  }
  return found
}
