/** What the signature in an exchange costs, by the figures of one run. */

import { find } from './ratios.ts'
import type { Results } from './results.ts'

/** Each with the bare act that it cannot do without. */
export const SIGNED = [
  ['exchange, ID token (ES256)', 'signing with ES256'],
  ['exchange, ID token (RS256)', 'signing with RS256'],
  ['exchange, client assertion', 'verifying ES256'],
  ['exchange, DPoP', 'verifying ES256'],
] as const

export function hasSignatures({ figures }: Results): boolean {
  return figures.some(({ work }) => work === 'signature')
}

/** Microseconds in each round. */
export function bareSignature(results: Results, act: (typeof SIGNED)[number][1]) {
  return find(results, 'signature', act).server
}

/** The processor time of Mandate on SQLite beyond that of a plain exchange, in each round. */
export function addedBy(results: Results, work: (typeof SIGNED)[number][0]): readonly number[] {
  const cost = (one: string) => find(results, one, 'Mandate, SQLite').server
  const plain = cost('exchange')
  return cost(work).map((micros, round) => micros - (plain[round] ?? Number.NaN))
}
