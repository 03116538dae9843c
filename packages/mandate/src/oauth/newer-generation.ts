/**
 * Tokens that are newer than their row: the database was brought back from a backup, and only those
 * who hold them know what was issued after it. The MAC proves that this server issued them. Whether
 * that is enough is the operator's decision, for a time (`RecoveryStore`).
 */

import type { Grant } from '../grants/grant.ts'
import type { ParsedToken } from '../grants/token.ts'
import { DOUBT_SECONDS } from '../grants/trusted-time.ts'
import type { ReadStore } from '../store/read-only.ts'

/**
 * Whether a token is newer than the row and does not count. Reads nothing where it is not newer, so
 * this costs nothing where nothing was restored. Rejects with `StorageUnavailable`.
 */
export async function isTooNew(
  { store, now }: { readonly store: Pick<ReadStore, 'recoveries'>; readonly now: number },
  token: Pick<ParsedToken, 'generation'>,
  grant: Pick<Grant, 'generation'>,
): Promise<boolean> {
  if (token.generation <= grant.generation) return false
  return (await store.recoveries.acceptNewerUntil(now + DOUBT_SECONDS)) <= now
}
