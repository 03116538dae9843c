/**
 * Connected apps: what the account page shows, and how one is disconnected. An app is connected
 * while a grant of it is live, or while its consent is remembered.
 */

import type { Grant } from '../grants/grant.ts'
import type { GrantStore, Store } from '../store/port.ts'
import type { Client, Consent } from '../store/records.ts'

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
  /** False where the account has more grants than are looked at for one page. */
  readonly complete: boolean
}

const GRANTS_PER_READ = 1_000
const MOST_READS = 100

/** The connected apps of an account. `now` in seconds; rejects only with `StorageUnavailable`. */
export async function listConnections(
  store: Pick<Store, 'grants' | 'clients' | 'consents'>,
  accountId: string,
  now: number,
): Promise<Connections> {
  const tallies = new Map<string, Tally>()
  for (const consent of await store.consents.listOf(accountId)) {
    allow(tallyOf(tallies, consent.clientId), consent, consent.grantedAt)
  }
  const complete = await tallyGrants(tallies, store.grants, { accountId, now })
  const entries = await Promise.all(
    [...tallies].map(async ([clientId, tally]) => {
      const client = await store.clients.find(clientId)
      return client === undefined ? [] : [summarize(client, tally)]
    }),
  )
  return { connections: entries.flat().sort((a, b) => latest(b) - latest(a)), complete }
}

/**
 * Forgets the consent and ends every grant the account gave the client, with all their tokens,
 * before it resolves. False where nothing was connected.
 */
export async function disconnect(
  store: Pick<Store, 'consents'>,
  pair: { readonly accountId: string; readonly clientId: string },
  now: number,
): Promise<boolean> {
  const consent = await store.consents.find(pair.accountId, pair.clientId)
  const ended = await store.consents.withdraw(pair, now, 'revoked_by_user')
  return ended !== 0 || consent !== undefined
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

/** Adds the live grants; false where there are more than are looked at. */
async function tallyGrants(
  tallies: Map<string, Tally>,
  grants: GrantStore,
  { accountId, now }: { readonly accountId: string; readonly now: number },
): Promise<boolean> {
  let after: string | undefined
  for (let read = 0; read < MOST_READS; read++) {
    const page = await grants.list({ accountId }, { after, limit: GRANTS_PER_READ })
    for (const grant of page.rows) {
      const isLive = grant.revokedAt === null && grant.expiresAt > now
      if (isLive) include(tallyOf(tallies, grant.clientId), grant)
    }
    if (page.next === null) return true
    after = page.next
  }
  return false
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

function include(tally: Tally, grant: Grant): void {
  allow(tally, grant, grant.createdAt)
  tally.liveGrants += 1
  if (grant.redeemedAt !== null)
    tally.lastUsedAt = Math.max(tally.lastUsedAt ?? 0, grant.redeemedAt)
}

function allow(tally: Tally, { scope, resource }: Grant | Consent, since: number): void {
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
