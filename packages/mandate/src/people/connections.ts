/**
 * Connected apps for the account page. An app is connected while it has a live grant or remembered
 * consent. `operations/connections.ts` disconnects one.
 */

import type { GrantTally } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Client } from '../store/records.ts'

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
  readonly liveGrants: number
}

export interface Connections {
  /** Most recently used first. */
  readonly connections: readonly Connection[]
  /**
   * The `before` for the next page of older grants; null if all grants were read. If not null, an
   * app may be missing here or have more grants than counted.
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
  const tallies = new Map<string, Tally>()
  const [grants, consents] = await Promise.all([
    store.grants.tally(accountId, at),
    at.before === undefined ? store.consents.listOf(accountId) : [],
  ])
  for (const consent of consents) {
    allow(tallyOf(tallies, consent.clientId), consent, consent.grantedAt)
  }
  for (const grant of grants.tallies) include(tallyOf(tallies, grant.clientId), grant)
  const entries = await Promise.all(
    [...tallies].map(async ([clientId, tally]) => {
      const client = await store.clients.find(clientId)
      return client === undefined ? [] : [summarize(client, tally)]
    }),
  )
  const connections = entries.flat().sort((a, b) => latest(b) - latest(a))
  return { connections, older: grants.older }
}

/** Combines a client's live grants and consent. */
interface Tally {
  readonly scope: Set<string>
  readonly resource: Set<string>
  everyApi: boolean
  since: number
  lastUsedAt: number | null
  liveGrants: number
}

function tallyOf(tallies: Map<string, Tally>, clientId: string): Tally {
  const tally = tallies.get(clientId) ?? emptyTally()
  tallies.set(clientId, tally)
  return tally
}

function emptyTally(): Tally {
  return {
    scope: new Set(),
    resource: new Set(),
    everyApi: false,
    since: Number.POSITIVE_INFINITY,
    lastUsedAt: null,
    liveGrants: 0,
  }
}

function include(tally: Tally, grants: GrantTally): void {
  allow(tally, grants, grants.since)
  tally.liveGrants += grants.live
  if (grants.lastUsedAt !== null)
    tally.lastUsedAt = Math.max(tally.lastUsedAt ?? 0, grants.lastUsedAt)
}

function allow(
  tally: Tally,
  { scope, resource }: Pick<GrantTally, 'scope' | 'resource'>,
  since: number,
): void {
  for (const token of scope.split(' ')) tally.scope.add(token)
  for (const uri of resource) tally.resource.add(uri)
  if (resource.length === 0) tally.everyApi = true
  tally.since = Math.min(tally.since, since)
}

function summarize(client: Client, tally: Tally): Connection {
  return {
    client,
    scope: [...tally.scope],
    resource: tally.everyApi ? [] : [...tally.resource],
    since: tally.since,
    lastUsedAt: tally.lastUsedAt,
    liveGrants: tally.liveGrants,
  }
}

function latest({ lastUsedAt, since }: Connection): number {
  return lastUsedAt ?? since
}
