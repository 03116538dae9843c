/**
 * Tokens newer than their row: the database was restored from a backup, and only the clients know
 * what was issued after it. The MAC proves that this server issued them. Whether that is enough is
 * the operator's decision, for a limited time (`RecoveryStore`).
 */

import type { Grant } from '../grants/grant.ts'
import type { ParsedToken } from '../grants/token.ts'
import { DOUBT_SECONDS } from '../grants/trusted-time.ts'
import type { ReadStore } from '../store/read-only.ts'

/**
 * Whether a token is newer than the row and must be refused. Reads nothing unless it is newer, so
 * it is free unless a backup was restored. Rejects with `StorageUnavailable`.
 */
export async function isTooNew(
  { store, now }: { readonly store: Pick<ReadStore, 'recoveries'>; readonly now: number },
  token: Pick<ParsedToken, 'generation'>,
  grant: Pick<Grant, 'generation'>,
): Promise<boolean> {
  if (token.generation <= grant.generation) return false
  return (await store.recoveries.acceptNewerUntil(now + DOUBT_SECONDS)) <= now
}
