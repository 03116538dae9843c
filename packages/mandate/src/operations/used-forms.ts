/** Forms of the console that may be carried out only once: a second click must not make a second client. */

import { hash } from 'node:crypto'
import type { Store } from '../store/port.ts'
import { writes } from '../store/write-access.ts'
import type { Clock } from '../time-and-chance.ts'

/** How long a form that was sent is remembered, in seconds. */
const REMEMBERED_SECONDS = 24 * 60 * 60
const SHAPE = /^[\w-]{22}$/

/**
 * Whether this form, by its random number, is sent for the first time; for one caller only. False for a
 * number that is not ours. Rejects only with `StorageUnavailable`.
 */
export const useForm = writes(
  async (
    { store, clock }: { readonly store: Pick<Store, 'usedOnce'>; readonly clock: Clock },
    { act, form }: { readonly act: string; readonly form: string },
  ): Promise<boolean> => {
    if (!SHAPE.test(form)) return false
    const now = clock.now()
    const id = hash('sha256', `console form\n${act}\n${form}`, 'base64url')
    return store.usedOnce.use(id, { expiresAt: now + REMEMBERED_SECONDS, now })
  },
)
