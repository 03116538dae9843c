/**
 * Requests with an `Idempotency-Key`: which of them begins, what it answered, and that nothing came of
 * it. Bookkeeping of the caller's own request, so it leaves no fact.
 */

import type { Store } from '../store/port.ts'
import type { RepeatableRequest } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock } from '../time-and-chance.ts'

interface RepeatableContext {
  readonly store: Pick<Store, 'repeatableRequests'>
  readonly clock: Clock
}

/** How long a repetition gets the same answer. */
const KEPT_SECONDS = 24 * 60 * 60

/** Undefined for the one caller that begins it. Rejects only with `StorageUnavailable`. */
export const beginRepeatable = writes(
  async (
    { store, clock }: RepeatableContext,
    request: Pick<RepeatableRequest, 'id' | 'requestHash'>,
  ): Promise<RepeatableRequest | undefined> =>
    store.repeatableRequests.begin({ ...request, expiresAt: clock.now() + KEPT_SECONDS }),
)

/** Keeps the encrypted answer. Rejects as above. */
export const finishRepeatable = writes(
  async (
    { store }: RepeatableContext,
    { id, answer }: { readonly id: string; readonly answer: Uint8Array },
  ): Promise<void> => store.repeatableRequests.finish(id, answer),
)

/** After a request of which nothing came. Rejects as above. */
export const forgetRepeatable = writes(
  async ({ store }: RepeatableContext, { id }: { readonly id: string }): Promise<void> =>
    store.repeatableRequests.forget(id),
)
