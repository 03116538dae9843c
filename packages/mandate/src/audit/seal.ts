/**
 * The audit chain, as data and hashes. Facts are audit events. Shortly after they are written, the
 * process that wrote them lists them in a **seal**: for each event its id, its time, its kind and a
 * hash of its row. Seals are numbered from 1 without gaps, whoever writes them. Each contains the hash
 * of the one before, and a MAC under a key that is not in the database.
 *
 *     event, event, event ──▶ seal 41 ◀── seal 42 ◀── seal 43 = the head
 *
 * One seal covers one UTC day, and names the process. Other kinds of seal list events that the process
 * left unsealed because it died, and say up to where retention has removed events
 * (`docs/decisions/0085-audit-chain.md`).
 *
 * Neighbours: `keys.ts` computes marks and MACs, `verify.ts` compares seals with the events,
 * `../runtime/audit-trail.ts` writes them, `../store/verbs/audit.ts` stores them.
 */

import { hash } from 'node:crypto'
import type { FactRow, StoredSeal } from '../store/port.ts'

/** An event in a seal. `atMs` is the database's time in milliseconds since 1970. */
export type SealedLine = readonly [id: string, atMs: number, kind: string, hash: string]

/** What a seal says. It is hashed as text, so that there is one form of it. */
export interface SealContent {
  /** Every event recorded before this had a seal then (milliseconds since 1970). */
  readonly settledMs: number
  readonly lines: readonly SealedLine[]
  /**
   * Events that the server itself removed: a code that was never redeemed, of a client that requests
   * one after the other.
   */
  readonly dropped?: readonly string[]
  /** Events before this time, and seals up to this number, may be gone. */
  readonly kept?: { readonly sinceMs: number; readonly afterSeal: number }
}

export type SealKind = 'events' | 'late' | 'retention'

export type UnsignedSeal = Omit<StoredSeal, 'hash' | 'keyId' | 'mac'>

/** Characters of base64url: 144 bits. */
const LINE_HASH_LENGTH = 24

/** Over everything that a row says. Personal details count by their digest, so they can be erased. */
export function lineHash(row: FactRow): string {
  const { id, atMs, kind, endsTokens, actorKind, actorId, actorVia, actorFrom } = row
  const { grantId, clientId, accountId, resourceId, accessTokenId } = row
  const text = JSON.stringify([
    ...[id, atMs, kind, endsTokens, actorKind, actorId, actorVia, actorFrom],
    ...[grantId, clientId, accountId, resourceId, accessTokenId],
    ...[row.details, row.personalDigest, row.mark],
  ])
  return hash('sha256', text, 'base64url').slice(0, LINE_HASH_LENGTH)
}

export function lineOf(row: FactRow): SealedLine {
  return [row.id, row.atMs, row.kind, lineHash(row)]
}

/** SHA-256 of the seal without its MAC, base64url. */
export function sealHash({
  number,
  atMs,
  node,
  kind,
  day,
  content,
  previous,
}: UnsignedSeal): string {
  const text = JSON.stringify([1, number, atMs, node, kind, day, content, previous])
  return hash('sha256', text, 'base64url')
}

/** Undefined if it is not what a seal says. */
export function readContent({ content }: Pick<StoredSeal, 'content'>): SealContent | undefined {
  try {
    const read = JSON.parse(content)
    const { lines, dropped = [], kept } = Object(read)
    const isSound =
      Array.isArray(lines) &&
      lines.every(isLine) &&
      Array.isArray(dropped) &&
      dropped.every((id) => typeof id === 'string') &&
      (kept === undefined || [kept?.sinceMs, kept?.afterSeal].every(Number.isSafeInteger))
    return isSound ? read : undefined
  } catch {
    return undefined
  }
}

function isLine(line: unknown): boolean {
  if (!Array.isArray(line)) return false
  const [id, atMs, kind, digest] = line
  return (
    typeof id === 'string' &&
    Number.isSafeInteger(atMs) &&
    typeof kind === 'string' &&
    typeof digest === 'string'
  )
}

/** The UTC day of a time in milliseconds since 1970: `2026-03-14`. */
export function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}

/** The end of the chain, as it is logged and given to `audit verify --head`: `43:bWFuZGF0ZQ…`. */
export interface Head {
  readonly number: number
  readonly hash: string
}

export function headText({ number, hash: digest }: Head): string {
  return `${number}:${digest}`
}

export function parseHead(text: string): Head | undefined {
  const [, number, digest] = /^(\d{1,15}):([\w-]{43})$/.exec(text) ?? []
  return number === undefined || digest === undefined
    ? undefined
    : { number: Number(number), hash: digest }
}
