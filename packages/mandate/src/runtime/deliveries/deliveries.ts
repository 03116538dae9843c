/**
 * Which endpoints this process delivers to. A lease makes one process deliver to an endpoint at a
 * time; each looks for those that nobody delivers to. A process that uses no endpoints asks the
 * database only whether there are any.
 */

import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { Observer } from '../../facts/passing.ts'
import type { Fetcher } from '../../fetching/fetcher.ts'
import { StorageUnavailable, type Store, type TakenEndpoint } from '../../store/port.ts'
import type { Clock, Random } from '../../time-and-chance.ts'
import type { Channel } from './channel.ts'
import { type Courier, startCourier } from './courier.ts'
import { createFactTail } from './fact-tail.ts'
import { PACE, type Pace } from './pace.ts'
import { parcelOf } from './queue.ts'

/** What an endpoint may have waiting when it is taken; the rest follows. */
const MOST_ROWS = 1_000
/** How long requests under way may take when the server stops. */
const GRACE_MS = 2_000
/** The same when an endpoint is changed. */
const RELOAD_GRACE_MS = 20_000
/** Before the lease is over, nothing new is sent. */
const SAFETY_MS = 1_000

export interface DeliveriesContext {
  readonly store: Pick<Store, 'endpoints' | 'facts'>
  readonly channels: readonly Channel[]
  readonly fetch: Fetcher
  readonly clock: Clock
  readonly random: Random
  readonly log: { error(line: object, message: string): void }
  readonly observe?: Observer | undefined
  /** How long facts are kept. */
  readonly keptSeconds: number
  readonly pace?: Pace
}

export interface Deliveries {
  /** Resolves when what was under way is over and stored; other processes can go on at once. */
  stop(): Promise<void>
}

export function startDeliveries(context: DeliveriesContext): Deliveries {
  const { store, channels, clock, random, log, observe = () => {}, pace = PACE, fetch } = context
  const holder = randomUUID()
  const kinds = channels.map(({ kind }) => kind)
  const couriers = new Map<string, Courier>()
  const listeners = new Set<Courier>()
  const tail = createFactTail(store.facts, listeners)
  let heldUntil = 0
  let isStopped = false
  let lookTimer: NodeJS.Timeout | undefined
  let pollTimer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false

  /** Without the database nothing can be done, and the next look tries again. */
  function report(error: unknown): void {
    if (error instanceof StorageUnavailable) return
    log.error({ err: error }, 'Events could not be delivered because of a fault in this program.')
  }

  /** Poll for the facts of other processes, as long as this one delivers. */
  function poll(): void {
    clearTimeout(pollTimer)
    if (isStopped || couriers.size === 0) return
    pollTimer = setTimeout(() => {
      // `StorageUnavailable`: the next poll finds them.
      tail.look().catch(report).finally(poll)
    }, pace.pollEvery).unref()
  }

  function look(): void {
    again = true
    looking ??= lookNow().finally(() => {
      looking = undefined
      clearTimeout(lookTimer)
      if (isStopped) return
      lookTimer = setTimeout(look, again ? 0 : pace.lookEvery).unref()
    })
  }

  async function lookNow(): Promise<void> {
    again = false
    // `StorageUnavailable`: the leases expire, or the next look prolongs them.
    try {
      if (couriers.size > 0) await renew()
      const taken = await store.endpoints.take({ holder, kinds, leaseMs: pace.lease })
      if (taken.length > 0) await begin(taken)
    } catch (error) {
      report(error)
    }
  }

  async function renew(): Promise<void> {
    const asked = performance.now()
    const held = await store.endpoints.renew(holder, pace.lease)
    heldUntil = asked + pace.lease - SAFETY_MS
    await Promise.all(
      [...couriers].map(async ([id, courier]) => {
        if (held.get(id) === courier.version) return
        await end(id, held.has(id) ? RELOAD_GRACE_MS : GRACE_MS)
        if (!held.has(id)) await store.endpoints.release(holder, id)
        const taken = held.has(id) ? await store.endpoints.readTaken(id, holder) : undefined
        if (taken !== undefined && !isStopped) await begin([taken])
      }),
    )
  }

  async function begin(taken: readonly TakenEndpoint[]): Promise<void> {
    const asked = performance.now()
    if (couriers.size === 0) heldUntil = asked + pace.lease - SAFETY_MS
    await tail.look()
    for (const one of taken) await start(one)
    poll()
  }

  async function start(taken: TakenEndpoint): Promise<void> {
    const { id, kind } = taken.endpoint
    const channel = channels.find((one) => one.kind === kind)
    if (channel === undefined || isStopped || couriers.has(id)) return
    const rows = await store.endpoints.listWaiting(id, MOST_ROWS)
    const { dead } = await store.endpoints.tallyDeliveries(id)
    const courier = startCourier(
      {
        ...{ store, tail, holder, pace, random, log, now: () => clock.now() },
        told: (outcome) => observe({ kind: 'job.tried', job: kind, outcome }),
        isHeld: () => performance.now() < heldUntil,
      },
      await withoutLost(taken),
      { rows: rows.map(parcelOf), deadAlready: dead, sending: { channel, fetch } },
    )
    couriers.set(id, courier)
    listeners.add(courier)
  }

  /** Whoever was stopped for longer than facts are kept is told so. */
  async function withoutLost({ endpoint, progress }: TakenEndpoint): Promise<TakenEndpoint> {
    const keptSinceMs = Math.floor(tail.nowMs()) - context.keptSeconds * 1_000
    if (progress.cursorMs >= keptSinceMs) return { endpoint, progress }
    const act = { by: { kind: 'system' }, at: clock.now() } as const
    await store.endpoints.fallBehind(endpoint.id, keptSinceMs, act)
    log.error(
      { endpoint: endpoint.id, since: progress.cursorMs, until: keptSinceMs },
      'Events of this time are no longer kept, so an endpoint that was stopped may have missed some.',
    )
    return { endpoint, progress: { ...progress, cursorMs: keptSinceMs, cursorId: '', ahead: [] } }
  }

  async function end(id: string, graceMs: number): Promise<void> {
    const courier = couriers.get(id)
    if (courier === undefined) return
    await courier.stop(graceMs)
    couriers.delete(id)
    listeners.delete(courier)
  }

  const unwatch = store.facts.watch(async (recorded) => {
    if (recorded.some(({ kind }) => kind.startsWith('endpoint.'))) look()
    // The verb that recorded it does not wait.
    if (couriers.size > 0) tail.look().catch(report)
  })
  look()

  return {
    async stop() {
      isStopped = true
      unwatch()
      clearTimeout(lookTimer)
      clearTimeout(pollTimer)
      await looking
      await Promise.all([...couriers.keys()].map((id) => end(id, GRACE_MS)))
      await store.endpoints.release(holder).catch(() => {})
    },
  }
}
