import type { Explanation } from './records.ts'

/** What determines the share of the explanations that one of them counts towards. */
export type Share = Pick<Explanation, 'standing' | 'clientId' | 'reason'>

/**
 * The key for one client's share of the explanations. Anyone can make up client names, so all
 * unknown clients share one, and so do all unknown addresses.
 */
export function explanationBucket({ standing, clientId, reason }: Share): string {
  if (reason === 'unknown_address') return reason
  return standing === 'unknown' ? standing : `${standing}:${clientId}`
}
