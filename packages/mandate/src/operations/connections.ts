/** What users do on their account page: disconnect an app. */

import type { Store } from '../store/port.ts'
import type { Client } from '../store/records.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

export type DisconnectOutcome =
  | { readonly is: 'disconnected'; readonly client: Client }
  | { readonly is: 'not_connected' }

/**
 * Withdraws the account's consent to the client and ends all its grants with their tokens before
 * resolving. Rejects only with `StorageUnavailable`.
 */
export const disconnectClient = operation(
  ['account'],
  async (
    {
      store,
      clock,
    }: { readonly store: Pick<Store, 'clients' | 'consents'>; readonly clock: Clock },
    actor,
    { clientId }: { readonly clientId: string },
  ): Promise<DisconnectOutcome> => {
    const [client, consent] = await Promise.all([
      store.clients.find(clientId),
      store.consents.find(actor.id, clientId),
    ])
    // A name that somebody made up would be kept as a fact.
    if (client === undefined && consent === undefined) return { is: 'not_connected' }
    const pair = { accountId: actor.id, clientId }
    const act = { by: actor, at: clock.now() }
    const ended = await store.consents.withdraw(pair, 'revoked_by_user', act)
    const isConnected = ended !== 0 || consent !== undefined
    return client !== undefined && isConnected
      ? { is: 'disconnected', client }
      : { is: 'not_connected' }
  },
)
