/**
 * Checks a proof (`format.ts`) as `../verify.ts` checks a database: the chain, and the events of each seal.
 * What only a server key can tell, the MACs of seals and the marks of events, the signature over the head
 * replaces: the caller compares the head with it.
 */

import type { FactRow } from '../../store/port.ts'
import { createChainCheck } from '../chain.ts'
import { createFindings, type Findings, named } from '../findings.ts'
import type { AuditKeys } from '../keys.ts'
import { type Head, headText } from '../seal.ts'
import { createSealedEventsCheck } from '../sealed-events.ts'
import type { Verification } from '../verify.ts'
import { type ProofHeader, type ProofSeal, readProofLine } from './format.ts'

export interface VerifiedProof extends Verification {
  readonly issuer: string
  /** A JWS that nobody has checked; null if the file has none. */
  readonly statement: string | null
}

/** The file is no proof, or was damaged. The message is a sentence. */
export class ProofUnreadable extends Error {
  override readonly name = 'ProofUnreadable'
}

/** The keys are elsewhere, so a MAC and a mark say nothing here. */
const noKeys: Pick<AuditKeys, 'checkMac' | 'checkMark'> = {
  checkMac: () => 'genuine',
  checkMark: () => 'unknown_key',
}

/** `expected` is a head that was noted elsewhere. Rejects with `ProofUnreadable`. */
export async function verifyProof(
  lines: AsyncIterable<string>,
  { expected }: { readonly expected?: Head | undefined } = {},
): Promise<VerifiedProof> {
  const findings = createFindings()
  let place = 0
  let checks: ReturnType<typeof checksFor> | undefined
  let statement: string | null = null
  for await (const text of lines) {
    place += 1
    if (text === '') continue
    const line = readProofLine(text)
    const isInOrder = (line?.is === 'audit') === (checks === undefined) && statement === null
    if (line === undefined || !isInOrder) {
      throw new ProofUnreadable(`Line ${place} of the file is not what a proof has there.`)
    }
    if (line.is === 'audit') checks = checksFor(line.header, { findings, expected })
    else if (line.is === 'seal') await checks?.seal(line.seal)
    else if (line.is === 'event') checks?.event(line.event)
    else statement = line.statement
  }
  if (checks === undefined) throw new ProofUnreadable('The file is empty.')
  return { ...(await checks.end()), statement }
}

function checksFor(
  header: ProofHeader,
  { findings, expected }: { readonly findings: Findings; readonly expected: Head | undefined },
) {
  const kept = { sinceMs: header.kept_since_ms, afterSeal: header.kept_after_seal }
  const rows = new Map<string, FactRow>()
  const inFile = {
    listRows: async () => [],
    findRows: async (ids: readonly string[]) => ids.flatMap((id) => rows.get(id) ?? []),
  }
  const chain = createChainCheck(noKeys, findings, { expected, kept })
  const events = createSealedEventsCheck(inFile, noKeys, { findings, keptSinceMs: kept.sinceMs })
  let current: ProofSeal | undefined
  let told = { sinceMs: 0, afterSeal: 0 }

  /** The seal before, once all of its events are read. */
  async function settle(): Promise<void> {
    if (current === undefined) return tellUnlisted(new Set())
    const seal = { ...current, keyId: '', mac: '' }
    const content = chain.check(seal)
    if (content !== undefined) await events.check([{ seal, content }])
    if (content?.kept !== undefined) told = content.kept
    tellUnlisted(new Set(content?.lines.map(([id]) => id)))
  }

  function tellUnlisted(listed: ReadonlySet<string>): void {
    for (const { id, kind, atMs } of rows.values()) {
      if (listed.has(id)) continue
      const sentence = `The event ${named(id, kind, atMs)} is in no seal: it was inserted.`
      findings.add({ kind: 'event_inserted', sentence, event: id })
    }
    rows.clear()
  }

  return {
    async seal(seal: ProofSeal): Promise<void> {
      await settle()
      current = seal
    },
    event(row: FactRow): void {
      rows.set(row.id, row)
    },
    async end(): Promise<Omit<VerifiedProof, 'statement'>> {
      await settle()
      const head = chain.end()
      await events.end()
      if (told.sinceMs !== kept.sinceMs || told.afterSeal !== kept.afterSeal) {
        const sentence =
          'The file says that older events are no longer kept, and no seal says the same: its beginning was cut off.'
        findings.add({ kind: 'chain_broken', sentence })
      }
      return {
        ...{ issuer: header.issuer, findings: findings.list, notes: events.notes() },
        ...{ seals: chain.counted(), events: events.counted() },
        head: head === undefined ? null : headText(head),
        keptSinceMs: kept.sinceMs,
      }
    },
  }
}
