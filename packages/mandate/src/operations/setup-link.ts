/** The link with which the first operator of a new server sets it up in a browser. */

import type { KeyRing } from '../grants/derivation.ts'
import { hasNoOperator } from '../people/first-operator.ts'
import { linkAddress, newLink } from '../people/mailed-links.ts'
import type { Store } from '../store/port.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'

export type SetupLinkOutcome =
  /** Whoever opens `address` becomes the owner. `expiresAt` in seconds since 1970. */
  | { readonly is: 'made'; readonly address: string; readonly expiresAt: number }
  | { readonly is: 'operator_before' }

/** Rejects only with `StorageUnavailable`. */
export const makeSetupLink = operation(
  { by: ['operator', 'system'], needs: 'operators:write' },
  async (
    context: {
      readonly store: Pick<Store, 'mailedLinks' | 'operators'>
      readonly keys: KeyRing
      readonly clock: Clock
      readonly random: Random
      readonly settings: { readonly issuer: string }
    },
    actor,
    _: Readonly<Record<string, never>>,
  ): Promise<SetupLinkOutcome> => {
    const { store, keys, clock, random, settings } = context
    if (!(await hasNoOperator(context))) return { is: 'operator_before' }
    const at = clock.now()
    const link = newLink({ purpose: 'first_operator', language: 'en' }, { keys, random, now: at })
    const address = linkAddress(settings.issuer, keys, link)
    if (address === undefined) throw new Error('The current server key is missing.')
    await store.mailedLinks.insert(link, 'none', { by: actor, at })
    return { is: 'made', address, expiresAt: link.expiresAt }
  },
)
