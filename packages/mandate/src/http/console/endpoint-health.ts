/** How an endpoint does, read for the pages of webhooks and of clients' streams. */

import type { Fact } from '../../facts/fact.ts'
import type { ShownDelivery } from '../../pages/console/deliveries.ts'
import type { ShownHealth } from '../../pages/console/endpoint-health.ts'
import type { Delivery, Endpoint, EndpointProgress } from '../../store/records.ts'
import { eventIdOf } from '../../webhooks/request.ts'
import { en } from '../../words/en/en.ts'
import type { HttpContext } from '../context.ts'
import { may, placeOf, type Visit } from './visit.ts'

/** A process may be this late before an endpoint counts as behind. */
const LATE_MS = 60_000
/** Facts after the cursor that are looked at; most endpoints have had all but the newest. */
const FACTS_LOOKED_AT = 200
/** The store counts no further. */
export const MOST_COUNTED = 100_000

/** Whether somebody stopped it, and not this server. */
export function isByHand(because: Endpoint['disabledBecause']): boolean {
  return because === 'operator' || because === 'client' || because === 'client_disabled'
}

const seconds = (ms: number | null | undefined) => (ms == null ? null : Math.floor(ms / 1_000))

/** `isFor` says whether a fact is an event for it. Rejects only with `StorageUnavailable`. */
export async function healthOf(
  { store }: Pick<HttpContext, 'store'>,
  endpoint: Endpoint,
  isFor: (fact: Fact) => boolean,
): Promise<ShownHealth> {
  const { id, disabledAt, disabledBecause } = endpoint
  const [progress, counts, [oldest]] = await Promise.all([
    store.endpoints.findProgress(id),
    store.endpoints.tallyDeliveries(id),
    store.endpoints.listWaiting(id, 1),
  ])
  const notRead = progress && (await oldestNotRead({ store }, progress, isFor))
  const behind = [notRead, oldest?.factAtMs].filter((one) => one !== undefined)
  return {
    state: stateOf(endpoint, progress),
    ...{ disabledAt, disabledBecause },
    failingSince: seconds(progress?.failingSinceMs),
    nextTryAt: seconds(oldest?.dueAtMs),
    lastSuccessAt: seconds(progress?.lastSuccessMs),
    behindSince: behind.length === 0 ? null : seconds(Math.min(...behind)),
    missedUntil: seconds(progress?.missedUntilMs),
    waiting: tallied(counts.waiting),
    dead: tallied(counts.dead),
  }
}

function stateOf(
  { disabledAt, disabledBecause }: Endpoint,
  progress: EndpointProgress | undefined,
): ShownHealth['state'] {
  if (disabledAt !== null) return isByHand(disabledBecause) ? 'paused' : 'disabled'
  if (progress?.failingSinceMs != null) return 'resting'
  return progress?.lastSuccessMs == null ? 'fresh' : 'working'
}

/** When the first event happened that nobody has tried to deliver, for longer than is usual. */
async function oldestNotRead(
  { store }: Pick<HttpContext, 'store'>,
  { cursorMs, cursorId, ahead }: EndpointProgress,
  isFor: (fact: Fact) => boolean,
): Promise<number | undefined> {
  const { entries, isLast, nowMs } = await store.facts.readPage(
    { atMs: cursorMs, id: cursorId },
    { limit: FACTS_LOOKED_AT, countSinceMs: Number.MAX_SAFE_INTEGER },
  )
  const done = new Set(ahead.map((place) => place.split(' ')[1]))
  const found = entries.find(({ id, fact }) => fact !== undefined && !done.has(id) && isFor(fact))
  const atMs = found?.atMs ?? (isLast ? undefined : entries.at(-1)?.atMs)
  return atMs === undefined || nowMs - atMs < LATE_MS ? undefined : atMs
}

/** "1,204", or "100,000+". */
function tallied(count: number): string {
  const number = en.inWords.number(count)
  return count < MOST_COUNTED ? number : `${number}+`
}

/** A delivery as its page shows it. */
export function shownDelivery(visit: Visit, delivery: Delivery): ShownDelivery {
  const { factId, event, subject, factAtMs, state, attempts, tries } = delivery
  return {
    ...{ eventId: eventIdOf(factId), event, state, attempts },
    about: aboutOf(visit, subject),
    happenedAt: Math.floor(factAtMs / 1_000),
    last: tries.at(-1) ?? null,
  }
}

const PAGES = {
  account: ['users', 'users:read'],
  client: ['clients', 'clients:read'],
  resource: ['apis', 'resources:read'],
} as const

/** From `account:…` and the like (`webhooks/event-type.ts`). */
function aboutOf(visit: Visit, subject: string): ShownDelivery['about'] {
  const at = subject.indexOf(':')
  if (at < 0) return null
  const [kind, id] = [subject.slice(0, at), subject.slice(at + 1)]
  const page = Object.hasOwn(PAGES, kind) ? PAGES[kind as keyof typeof PAGES] : undefined
  if (page === undefined) return { id: subject, address: null }
  const [noun, permission] = page
  return { id, address: may(visit, permission) ? placeOf(noun, id) : null }
}
