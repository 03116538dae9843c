import type { Explanation } from './records.ts'

/**
 * What one client's share of the explanations is counted by. Names of clients that do not exist
 * cost nothing to make up, so all of them share one.
 */
export function explanationBucket({
  standing,
  clientId,
}: Pick<Explanation, 'standing' | 'clientId'>): string {
  return standing === 'unknown' ? standing : `${standing}:${clientId}`
}
