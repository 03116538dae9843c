/**
 * The chain by itself: every seal is there, says what its hash says, follows the one before, and was
 * made with a server key. A seal whose key was retired is vouched for by a later one, which contains
 * its hash.
 */

import type { StoredSeal } from '../store/port.ts'
import { atTime, type Findings } from './findings.ts'
import type { AuditKeys } from './keys.ts'
import { type Head, readContent, type SealContent, sealHash } from './seal.ts'

interface Wanted {
  /** A head that was noted earlier. */
  readonly expected: Head | undefined
  /** What the newest seal of retention says. */
  readonly kept: { readonly sinceMs: number; readonly afterSeal: number }
}

export interface ChainCheck {
  /** Seals in order. Returns what the seal says, or undefined if it cannot be read. */
  check(seal: StoredSeal): SealContent | undefined
  /** After the last one. Returns where the chain ends. */
  end(): Head | undefined
  counted(): number
}

export function createChainCheck(
  keys: Pick<AuditKeys, 'checkMac'>,
  findings: Findings,
  { expected, kept }: Wanted,
): ChainCheck {
  let last: StoredSeal | undefined
  let counted = 0
  /** Seals in a row, up to the last, whose key nobody has. */
  let unvouched: { readonly from: number; readonly keyId: string } | undefined
  let wasSeen = false

  function checkPlace({ number, previous }: StoredSeal): void {
    if (last === undefined) {
      if (number === 1 && previous === '') return
      if (number <= kept.afterSeal + 1) return
      const sentence = `The chain begins with seal ${number}, and retention has removed seals up to ${kept.afterSeal} only: ${gap(kept.afterSeal + 1, number - 1)} removed.`
      findings.add({ kind: 'seal_removed', sentence, seal: kept.afterSeal + 1 })
      return
    }
    if (number !== last.number + 1) {
      const sentence = `${capital(gap(last.number + 1, number - 1))} removed: seal ${last.number} of ${atTime(last.atMs)} is followed by seal ${number}.`
      findings.add({ kind: 'seal_removed', sentence, seal: last.number + 1 })
      return
    }
    if (previous === last.hash) return
    const sentence = `Seal ${number} does not follow seal ${last.number}: one of them was replaced.`
    findings.add({ kind: 'chain_broken', sentence, seal: number })
  }

  function checkMac(seal: StoredSeal): void {
    const { number, keyId } = seal
    const verdict = keys.checkMac(seal)
    if (verdict === 'unknown_key') unvouched ??= { from: number, keyId }
    else if (verdict === 'genuine') unvouched = undefined
    else {
      const sentence = `Seal ${number} of ${atTime(seal.atMs)} was not made with the server key ${keyId} that it names: it is forged.`
      findings.add({ kind: 'seal_forged', sentence, seal: number })
    }
  }

  return {
    counted: () => counted,
    check(seal) {
      counted += 1
      checkPlace(seal)
      const content = readContent(seal)
      if (content === undefined || sealHash(seal) !== seal.hash) {
        const sentence = `Seal ${seal.number} of ${atTime(seal.atMs)} was changed after it was made.`
        findings.add({ kind: 'seal_changed', sentence, seal: seal.number })
      }
      checkMac(seal)
      if (seal.number === expected?.number) {
        wasSeen = true
        if (seal.hash !== expected.hash) {
          const sentence = `Seal ${seal.number} is not the one whose head was noted: the chain was replaced from there or from an earlier seal on.`
          findings.add({ kind: 'chain_truncated', sentence, seal: seal.number })
        }
      }
      last = seal
      return content
    },
    end() {
      if (unvouched !== undefined) {
        const { from, keyId } = unvouched
        const sentence = `The seals from ${from} on name the server key ${keyId}, which is not in the key file, and no later seal vouches for them: they are forged, or this is the key file of another server.`
        findings.add({ kind: 'seal_forged', sentence, seal: from })
      }
      if (expected !== undefined && !wasSeen && expected.number > kept.afterSeal) {
        const there = last === undefined ? 'is empty' : `ends with seal ${last.number}`
        const sentence = `The chain ${there}, and the head that was noted is seal ${expected.number}: what came after was cut off.`
        findings.add({ kind: 'chain_truncated', sentence, seal: expected.number })
      }
      return last && { number: last.number, hash: last.hash }
    },
  }
}

function gap(from: number, until: number): string {
  return from === until ? `seal ${from} was` : `the seals ${from} to ${until} were`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
