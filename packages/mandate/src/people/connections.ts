/**
 * Connected apps, as the account page shows them. An app is connected while it has a live grant, or
 * while consent to it is remembered. `operations/connections.ts` disconnects one.
 */

import type { GrantTally } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Client } from '../store/records.ts'

/** One app. Times in seconds since 1970. */
interface Connection {
  readonly client: Client
  /** Every scope token it was allowed. */
  readonly scope: readonly string[]
  /** The APIs it was allowed; empty means every API. */
  readonly resource: readonly string[]
  readonly since: number
  /** When it last redeemed a code or a refresh token; null if it never did. */
  readonly lastUsedAt: number | null
  readonly liveGrants: number
}

export interface Connections {
  /** The latest used first. */
  readonly connections: readonly Connection[]
  /**
   * What to pass as `before` for the apps of older grants; null where all were looked at. Where it is
   * not, an app may be missing here, or have more grants than are counted.
   */
  readonly older: string | null
}

/**
 * The connected apps of an account: by its newest grants, or the newest before an id; and by all that
 * is remembered of its consent, unless older grants are asked for. `now` in seconds; rejects only
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

/** What the live grants and the consent of one client add up to. */
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
