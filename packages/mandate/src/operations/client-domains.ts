/**
 * The operator's decisions about domains whose clients identify themselves by a document: allow, deny,
 * forget. They count beside the settings: a domain that either denies is denied.
 */

import { hostOf } from '../grants/document-clients.ts'
import type { Store } from '../store/port.ts'
import type { Client, ClientDomain } from '../store/records.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

interface DomainContext {
  readonly store: Pick<Store, 'clientDomains' | 'clients'>
  readonly clock: Clock
}

export type DecideDomainOutcome =
  | { readonly is: 'no_domain' }
  /** `clients` were turned off by this denial, or on again. */
  | {
      readonly is: 'decided'
      readonly domain: ClientDomain
      readonly clients: readonly Client[]
    }

/** Each client is one write. */
const CLIENTS_PER_READ = 100

/**
 * Decides about the clients whose documents are at a host; `named` is the host or any URL there. A
 * denial turns off those that have a row, with their tokens; allowing turns on again what the denial
 * turned off. Rejects only with `StorageUnavailable`.
 */
export const decideDomain = operation(
  { by: ['operator'], needs: 'clients:write' },
  async (
    { store, clock }: DomainContext,
    actor,
    { named, decision }: { readonly named: string; readonly decision: 'allowed' | 'denied' },
  ): Promise<DecideDomainOutcome> => {
    const id = hostOf(named)
    if (id === undefined) return { is: 'no_domain' }
    const act = { by: actor, at: clock.now() }
    const before = await store.clientDomains.find(id)
    // First, so that no client of the domain gets a grant that the list below does not find.
    await store.clientDomains.decide(id, decision, act)
    const clients: Client[] = []
    for await (const client of clientsAt(store.clients, id)) {
      const isConcerned =
        decision === 'denied'
          ? client.disabledAt === null
          : before?.decision === 'denied' && client.disabledAt === before.decidedAt
      if (!isConcerned) continue
      if (decision === 'denied') await store.clients.disable(client.id, act)
      else await store.clients.enable(client.id, act)
      clients.push(client)
    }
    const domain = await store.clientDomains.find(id)
    return domain === undefined ? { is: 'no_domain' } : { is: 'decided', domain, clients }
  },
)

/** Forgets what was decided about a domain: the settings alone count. False if nothing was known. */
export const forgetDomain = operation(
  { by: ['operator'], needs: 'clients:write' },
  async (
    { store, clock }: DomainContext,
    actor,
    { named }: { readonly named: string },
  ): Promise<boolean> => {
    const id = hostOf(named)
    return id !== undefined && store.clientDomains.delete(id, { by: actor, at: clock.now() })
  },
)

/** At every port, if the host has none. */
async function* clientsAt(clients: Pick<Store['clients'], 'listUnder'>, host: string) {
  for (const start of ['https://', 'http://'].flatMap((scheme) => [
    `${scheme}${host}/`,
    `${scheme}${host}:`,
  ])) {
    let after: string | undefined
    do {
      const page = await clients.listUnder(start, {
        ...(after !== undefined && { after }),
        limit: CLIENTS_PER_READ,
      })
      yield* page.rows
      after = page.next ?? undefined
    } while (after !== undefined)
  }
}
