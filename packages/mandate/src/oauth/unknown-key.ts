/**
 * A token whose key this server lacks is not forged if another server uses that key: this one may
 * have been suspended while keys were rotated, or its key file is out of date. Only tokens about to be
 * refused pay for this check.
 */

import type { KeyId } from '../grants/grant.ts'
import { StorageUnavailable } from '../store/port.ts'
import type { ReadingContext } from './context.ts'

/** Rejects with `StorageUnavailable`, which is answered with 503, if the key is in use. */
export async function confirmUnknownKey(
  { store, keys }: Pick<ReadingContext, 'store' | 'keys'>,
  keyId: KeyId,
): Promise<void> {
  if (keys.secrets.has(keyId)) return
  const life = (await store.keys.list()).find(({ id }) => id === keyId)
  if (life === undefined || life.activeAt === null || life.retiredAt !== null) return
  throw new StorageUnavailable(`the key file lacks the server key ${keyId}, see mandate doctor`)
}
