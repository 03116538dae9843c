/** What users do on their account page with the limits of an app: lower them, never raise one. */

import { detailsId, detailsText } from '../oauth/details/details.ts'
import { grantedDetails } from '../oauth/details/granted.ts'
import { type Lowering, lowerLimits, type WantedLimits } from '../oauth/details/lowering.ts'
import type { DetailTypes } from '../oauth/details/type.ts'
import type { Store } from '../store/port.ts'
import type { Client } from '../store/records.ts'
import type { Clock } from '../time-and-chance.ts'
import { type Found, findOwn } from './connections.ts'
import { operation } from './operation.ts'

export type LoweringOutcome =
  | { readonly is: 'lowered'; readonly client: Client }
  | { readonly is: 'unchanged' }
  | Extract<Lowering, { readonly is: 'refused' }>
  | { readonly is: 'not_connected' }

/** Others changed the grant at the same moment; more often than this is a loop. */
const MOST_TRIES = 5

/**
 * Lowers limits in the authorization details of a grant of the account before resolving: the next
 * introspection of any of its tokens states the lower ones, and every guard is told to ask again.
 * What is wanted is compared with the limits that are stored, whatever the form showed. Rejects only
 * with `StorageUnavailable`.
 */
export const lowerLimitsOfGrant = operation(
  { by: ['account'] },
  async (
    {
      store,
      clock,
      detailTypes,
    }: {
      readonly store: Found & {
        readonly grants: Pick<Store['grants'], 'findDetails' | 'lower'>
      }
      readonly clock: Clock
      readonly detailTypes?: DetailTypes
    },
    actor,
    { grantId, wanted }: { readonly grantId: string; readonly wanted: WantedLimits },
  ): Promise<LoweringOutcome> => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const found = await findOwn(store, actor.id, grantId)
      if (found === undefined || found.details === null) return { is: 'not_connected' }
      const { id, client, details } = found
      const now = clock.now()
      const lowering = lowerLimits(detailTypes, await grantedDetails(store, { details }), {
        ...{ wanted, now },
      })
      if (lowering.is !== 'lowered') return lowering
      const text = detailsText(lowering.details)
      const what = { id, accountId: actor.id, clientId: client.id, details }
      const lowered = { id: detailsId(text), text }
      if (await store.grants.lower({ ...what, lowered }, { by: actor, at: now })) {
        return { is: 'lowered', client }
      }
    }
    return { is: 'not_connected' }
  },
)
