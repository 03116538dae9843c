/**
 * Connected apps for the account page. An app is connected while it has a live grant or remembered
 * consent. `operations/connections.ts` disconnects one.
 */

import type { Installation } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Client, Consent } from '../store/records.ts'
import { type Delegations, sortDelegates } from './delegates.ts'

/** A connected app. Times in seconds since 1970. */
interface Connection {
  readonly client: Client
  /** All scope tokens granted to it. */
  readonly scope: readonly string[]
  /** The APIs it may use; empty means every API. */
  readonly resource: readonly string[]
  readonly since: number
  /** When it last redeemed a code or a refresh token; null if it never did. */
  readonly lastUsedAt: number | null
  /** Its live grants, most recently used first; none if only the consent is remembered. */
  readonly installations: readonly Installation[]
  /** Who acts for the person through each of them, by its id. */
  readonly delegates: Delegations['below']
}

export interface Connections {
  /** Most recently used first. */
  readonly connections: readonly Connection[]
  /**
   * The `before` for the next page of older grants; null if all grants were read. If not null, an
   * app may be missing here or have more grants than listed.
   */
  readonly older: string | null
}

/**
 * The connected apps of an account, from a page of its grants, newest first. The first page also
 * includes all remembered consent; `before` asks for older grants. `now` in seconds. Rejects only
 * with `StorageUnavailable`.
 */
export async function listConnections(
  store: Pick<ReadStore, 'grants' | 'clients' | 'consents'>,
  accountId: string,
  at: { readonly now: number; readonly before?: string | undefined },
): Promise<Connections> {
  const [grants, consents] = await Promise.all([
    store.grants.listNewest(accountId, at),
    at.before === undefined ? store.consents.listOf(accountId) : [],
  ])
  const { own, below } = await sortDelegates(store, grants.installations)
  const installed = Map.groupBy(own, ({ clientId }) => clientId)
  const agreed = new Map(consents.map((consent) => [consent.clientId, consent]))
  const clientIds = [...new Set([...agreed.keys(), ...installed.keys()])]
  const entries = await Promise.all(
    clientIds.map(async (clientId) => {
      const client = await store.clients.find(clientId)
      const installations = installed.get(clientId) ?? []
      return client === undefined
        ? []
        : [{ ...summarize(client, agreed.get(clientId), installations), delegates: below }]
    }),
  )
  return { connections: entries.flat().sort(byUse), older: grants.older }
}

function summarize(
  client: Client,
  consent: Consent | undefined,
  installations: readonly Installation[],
): Omit<Connection, 'delegates'> {
  const permissions = [...(consent === undefined ? [] : [consent]), ...installations]
  const used = installations.flatMap(({ redeemedAt }) => redeemedAt ?? [])
  const begun = installations.map(({ createdAt }) => createdAt)
  const isForEveryApi = permissions.some(({ resource }) => resource.length === 0)
  return {
    client,
    scope: [...new Set(permissions.flatMap(({ scope }) => scope.split(' ')))],
    resource: isForEveryApi ? [] : [...new Set(permissions.flatMap(({ resource }) => resource))],
    since: Math.min(...begun, consent?.grantedAt ?? Number.POSITIVE_INFINITY),
    lastUsedAt: used.length === 0 ? null : Math.max(...used),
    installations: installations.toSorted(
      (one, other) => (other.redeemedAt ?? other.createdAt) - (one.redeemedAt ?? one.createdAt),
    ),
  }
}

function byUse(one: Connection, other: Connection): number {
  return (other.lastUsedAt ?? other.since) - (one.lastUsedAt ?? one.since)
}

/** An app that the person disconnected, and the issuer that could connect it again otherwise. */
export interface KeptOut {
  readonly issuerId: string
  readonly clientId: string
  readonly issuer: string
  readonly client: string
}

/** Those whose issuer and app are still there, newest first. */
export async function keptOutOf(
  { trustedIssuers, clients }: Pick<ReadStore, 'trustedIssuers' | 'clients'>,
  accountId: string,
): Promise<readonly KeptOut[]> {
  const ended = await trustedIssuers.listEndedByPerson(accountId)
  const found = await Promise.all(
    ended.map(async ({ issuerId, clientId }) => {
      const [issuer, client] = await Promise.all([
        trustedIssuers.find(issuerId),
        clients.find(clientId),
      ])
      if (issuer === undefined || client === undefined) return []
      return [{ issuerId, clientId, issuer: issuer.name, client: client.name }]
    }),
  )
  return found.flat()
}
