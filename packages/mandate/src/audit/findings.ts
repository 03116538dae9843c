/** What a verification of the audit chain finds, and how it is said. */

export interface Finding {
  readonly kind: FindingKind
  /** A whole sentence. */
  readonly sentence: string
  /** The number of the seal that it is about. */
  readonly seal?: number
  /** The id of the event that it is about. */
  readonly event?: string
}

export const findingKinds = [
  'event_removed',
  'event_changed',
  'event_moved',
  'event_inserted',
  'event_unsealed',
  'personal_erased',
  'seal_removed',
  'seal_changed',
  'seal_forged',
  'chain_broken',
  'chain_truncated',
  'too_many',
] as const
export type FindingKind = (typeof findingKinds)[number]

/** So many are named; the others are counted. */
const MOST_FINDINGS = 1_000

export interface Findings {
  add(finding: Finding): void
  readonly list: readonly Finding[]
}

export function createFindings(): Findings {
  const list: Finding[] = []
  let more = 0
  return {
    add(finding) {
      if (list.length < MOST_FINDINGS) list.push(finding)
      else more += 1
    },
    get list() {
      if (more === 0) return list
      const sentence = `There are ${more} more findings, which are not listed.`
      return [...list, { kind: 'too_many' as const, sentence }]
    },
  }
}

/** `2026-03-14 15:09:26.535 UTC` */
export function atTime(atMs: number): string {
  const date = new Date(atMs)
  return Number.isNaN(date.getTime())
    ? `${atMs} ms after 1970`
    : `${date.toISOString().slice(0, 23).replace('T', ' ')} UTC`
}

export function named(id: string, kind: string, atMs: number): string {
  return `${kind} (${id}) of ${atTime(atMs)}`
}
