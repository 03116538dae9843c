/** Jobs that were given up, such as mails: tried again by hand. */

import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

interface JobContext {
  readonly store: Pick<Store, 'jobs'>
  readonly clock: Clock
}

const AT_ONCE = 100

/**
 * Tries one again, as if for the first time. A mail that was handed over, and about which nobody knows
 * whether it was sent, may arrive twice. Rejects only with `StorageUnavailable`.
 */
export const retryJob = operation(
  { by: ['operator'], needs: 'errors:write' },
  async (
    { store, clock }: JobContext,
    actor,
    { id }: { readonly id: string },
  ): Promise<{ readonly is: 'retried' } | { readonly is: 'no_such_job' }> => {
    const isDone = await store.jobs.retry(id, { by: actor, at: clock.now() })
    return { is: isDone ? 'retried' : 'no_such_job' }
  },
)

/** Tries all again that were given up until now, or those of one kind. Rejects as above. */
export const retryJobs = operation(
  { by: ['operator'], needs: 'errors:write' },
  async (
    { store, clock }: JobContext,
    actor,
    { kind }: { readonly kind?: string | undefined },
  ): Promise<{ readonly is: 'retried'; readonly count: number }> => {
    const act = { by: actor, at: clock.now() }
    let count = 0
    for (let before: { readonly atMs: number; readonly id: string } | undefined; ; ) {
      const failed = await store.jobs.listFailed(AT_ONCE, { kind, before })
      const done = await Promise.all(failed.map(({ id }) => store.jobs.retry(id, act)))
      count += done.filter(Boolean).length
      before = failed.at(-1)
      // What fails again meanwhile is newer than this place.
      if (failed.length < AT_ONCE) return { is: 'retried', count }
    }
  },
)
