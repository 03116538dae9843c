/**
 * Delivers to one endpoint. Subjects go side by side, the events of one subject one after the other.
 *
 *     working ──several failures──▶ resting ──one succeeds──▶ working
 *        │                            │
 *        └──────410, or days of it────┴──▶ disabled
 *
 * While the endpoint rests, events wait where they are: in the facts. A row is written only for an
 * event that was tried and failed, and for those behind it in its subject.
 */

import { performance } from 'node:perf_hooks'
import type { Act } from '../../facts/actor.ts'
import type { Fact } from '../../facts/fact.ts'
import type { EndpointDisabledBecause, Store, TakenEndpoint } from '../../store/port.ts'
import { StorageUnavailable } from '../../store/port.ts'
import type { Random } from '../../time-and-chance.ts'
import { type Attempted, attempt, type Sending } from './attempt.ts'
import type { Verdict } from './channel.ts'
import type { FactTail, Seen, TailListener } from './fact-tail.ts'
import { createLedger, readPlace } from './ledger.ts'
import { type Pace, withJitter } from './pace.ts'
import { createQueues, endsAccount, newParcel, noteTry, type Parcel } from './queue.ts'
import { createWalker } from './walker.ts'

/** Events on their way at one endpoint, at most; further ones wait in the facts. */
const MOST_HELD = 1_000
const SIDE_BY_SIDE = 16
/** If nothing arrives and so many subjects have failed, it is the endpoint and not the events. */
const SUBJECTS_TO_REST = 5
const LONGEST_REST_MS = 5 * 60_000
/** An event that keeps failing gives way if so many of its subject wait behind it. */
const MOST_BEHIND = 100
const ATTEMPTS_TO_GIVE_WAY = 5
const MOST_DEAD = 10_000
/** How often progress is stored while nothing happens. */
const IDLE_SETTLE_MS = 60_000
/** After the database was unavailable. */
const TROUBLE_MS = 1_000
const SHORTEST_SLEEP_MS = 5
const LONGEST_SLEEP_MS = 60_000

export interface CourierContext {
  readonly store: Pick<Store, 'endpoints' | 'facts'>
  readonly tail: FactTail
  readonly holder: string
  readonly pace: Pace
  readonly random: Random
  /** In seconds since 1970, for what is recorded. */
  readonly now: () => number
  readonly log: { error(line: object, message: string): void }
  readonly told: (outcome: 'done' | 'retried' | 'given_up') => void
  /** Whether the lease still holds. */
  readonly isHeld: () => boolean
}

export interface Courier extends TailListener {
  readonly version: number
  /** Resolves when what was under way is over and stored, or after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

const FAULT = 'An event could not be delivered because of a fault in this program.'
const BY_ITSELF = { kind: 'system' } as const satisfies Act['by']

export function startCourier(
  context: CourierContext,
  { endpoint, progress }: TakenEndpoint,
  {
    rows,
    deadAlready,
    sending,
  }: {
    readonly rows: readonly Parcel[]
    readonly deadAlready: number
    readonly sending: Omit<Sending, 'nowMs'>
  },
): Courier {
  const { store, tail, holder, pace, random, log } = context
  const { id } = endpoint
  const start = startOf(progress, tail)
  const ahead = progress.ahead.map(readPlace)
  const walker = createWalker({ facts: store.facts, tail }, start, ahead)
  const queues = createQueues()
  const ledger = createLedger(id, rows, ahead)
  for (const parcel of rows) queues.add(parcel)
  const kept = new Set(rows)
  const busy = new Set<string>()
  let { failingSinceMs, lastSuccessMs } = progress
  let dead = deadAlready
  /** Since something arrived: the subjects that failed, and how often in all. */
  const failing = new Set<string>()
  let failures = 0
  let isTroubled = false
  let restUntilMs = 0
  let isStopped = false
  let pumping: Promise<void> | undefined
  let again = false
  let timer: NodeJS.Timeout | undefined
  let settledAt = performance.now()
  let settling: Promise<void> = Promise.resolve()
  const underWay = new Set<Promise<void>>()

  function take(seen: Seen): 'taken' | 'full' {
    if (queues.size() >= MOST_HELD) return 'full'
    const { fact } = seen
    if (fact === undefined) return 'taken'
    if (endsAccount(fact)) forget(`account:${fact.accountId}`)
    const selected = sending.channel.select(endpoint, fact)
    if (selected === undefined || queues.has(fact.id)) return 'taken'
    const parcel = newParcel(fact, selected)
    const first = queues.first(parcel.subject)
    queues.add(parcel)
    ledger.open(parcel)
    if (first !== undefined && kept.has(first)) keep(parcel)
    return 'taken'
  }

  function forget(subject: string): void {
    for (const parcel of queues.drop(subject)) {
      parcel.isForgotten = true
      kept.delete(parcel)
    }
    ledger.forget(subject)
  }

  function keep(parcel: Parcel): void {
    kept.add(parcel)
    ledger.keep(parcel, 'waiting')
  }

  function wake(): void {
    again = true
    pumping ??= pump().finally(() => {
      pumping = undefined
      if (again && !isStopped) wake()
      else sleep()
    })
  }

  async function pump(): Promise<void> {
    clearTimeout(timer)
    while (again && !isStopped) {
      again = false
      // `StorageUnavailable`: it looks again after a while.
      try {
        if (queues.size() < MOST_HELD) await walker.pull(take)
        isTroubled = false
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) log.error({ endpoint: id, err: error }, FAULT)
        isTroubled = true
      }
      send()
    }
  }

  const isDown = () => failing.size >= SUBJECTS_TO_REST
  const isFull = () => busy.size >= (isDown() ? 1 : SIDE_BY_SIDE)

  function send(): void {
    const now = tail.nowMs()
    if (isStopped || !context.isHeld() || now < restUntilMs) return
    for (const parcel of queues.heads()) {
      if (isFull()) return
      if (busy.has(parcel.subject) || parcel.dueAtMs > now) continue
      busy.add(parcel.subject)
      const one = deliver(parcel).finally(() => {
        busy.delete(parcel.subject)
        underWay.delete(one)
        wake()
      })
      underWay.add(one)
    }
  }

  async function deliver(parcel: Parcel): Promise<void> {
    try {
      const fact = parcel.fact ?? (await store.facts.find(parcel.place.id))
      if (fact === undefined) return giveUp(parcel, 'What happened is no longer kept.')
      parcel.fact = fact
      await conclude(parcel, await tried(parcel, fact))
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) log.error({ endpoint: id, err: error }, FAULT)
      parcel.dueAtMs = tail.nowMs() + TROUBLE_MS
    }
  }

  async function tried(parcel: Parcel, fact: Fact): Promise<Attempted> {
    const { accepted } = parcel
    try {
      return await attempt({ ...sending, nowMs: tail.nowMs }, endpoint, { fact, accepted })
    } catch (error) {
      if (error instanceof StorageUnavailable) throw error
      const problem = error instanceof Error ? error.message : String(error)
      return { verdict: { is: 'failed', problem }, accepted, tries: [], pauseMs: undefined }
    }
  }

  async function conclude(parcel: Parcel, attempted: Attempted): Promise<void> {
    const { verdict, tries, accepted, pauseMs } = attempted
    const now = Math.floor(tail.nowMs())
    parcel.accepted = accepted
    for (const one of tries) noteTry(parcel, one)
    if (tries.length > 0 || verdict.is === 'failed') {
      parcel.attempts += 1
      parcel.firstTriedMs ??= now
      parcel.lastTriedMs = now
    }
    switch (verdict.is) {
      case 'accepted':
        if (tries.length > 0) succeed(now)
        context.told('done')
        return close(parcel, tries.length > 0 ? 'delivered' : 'nothing')
      case 'refused':
        succeed(now)
        return giveUp(parcel, verdict.problem)
      case 'gone':
        return disable('gone', verdict, parcel)
      case 'failed':
        return fail(parcel, { verdict, pauseMs, now })
    }
  }

  function succeed(now: number): void {
    failures = 0
    failing.clear()
    restUntilMs = 0
    failingSinceMs = null
    lastSuccessMs = now
  }

  async function fail(
    parcel: Parcel,
    how: {
      readonly verdict: Verdict & { problem: string }
      pauseMs: number | undefined
      now: number
    },
  ): Promise<void> {
    const { verdict, now, pauseMs = 0 } = how
    failures += 1
    failing.add(parcel.subject)
    failingSinceMs ??= now
    if (isDown() && now - failingSinceMs >= pace.disabledAfter)
      return disable('unreachable', verdict, parcel)
    if (isHopeless(parcel, now)) return giveUp(parcel, verdict.problem)
    const pause = Math.max(withJitter(pace.pauseAfter(parcel.attempts), random), pauseMs)
    parcel.dueAtMs = Math.floor(now + pause)
    if (pauseMs > 0) restUntilMs = now + pauseMs
    else if (isDown()) {
      const rest = pace.pauseAfter(Math.max(failures - SUBJECTS_TO_REST, 1))
      restUntilMs = now + withJitter(Math.min(rest, LONGEST_REST_MS), random)
    }
    if (parcel.isForgotten) return
    context.told('retried')
    keep(parcel)
    for (const one of queues.behind(parcel)) if (!kept.has(one)) keep(one)
  }

  /** It has failed for too long, and it is not the endpoint that is down. */
  function isHopeless(parcel: Parcel, now: number): boolean {
    if (isDown()) return false
    const isInTheWay =
      parcel.attempts >= ATTEMPTS_TO_GIVE_WAY && queues.length(parcel.subject) > MOST_BEHIND
    return isInTheWay || now - (parcel.firstTriedMs ?? now) >= pace.deadAfter
  }

  function close(parcel: Parcel, how: 'delivered' | 'nothing'): void {
    queues.remove(parcel)
    kept.delete(parcel)
    ledger.close(parcel, how)
  }

  async function giveUp(parcel: Parcel, problem: string): Promise<void> {
    if (parcel.isForgotten) return
    queues.remove(parcel)
    kept.delete(parcel)
    ledger.keep(parcel, 'dead')
    dead += 1
    context.told('given_up')
    const { event, attempts } = parcel
    log.error({ endpoint: id, event, attempts, problem }, 'An event was given up.')
    if (dead > MOST_DEAD) await disable('too_many_failures', { problem }, undefined)
  }

  /** Nothing more is sent; what is not delivered stays for the day it is enabled again. */
  async function disable(
    because: EndpointDisabledBecause,
    { problem }: { readonly problem: string },
    parcel: Parcel | undefined,
  ): Promise<void> {
    if (parcel !== undefined && !parcel.isForgotten) keep(parcel)
    isStopped = true
    await settle()
    if (!(await store.endpoints.disable(id, because, { by: BY_ITSELF, at: context.now() }))) return
    log.error({ endpoint: id, because, problem }, 'An endpoint was disabled.')
  }

  function settle(): Promise<void> {
    settling = settling.catch(() => {}).then(storeProgress)
    return settling
  }

  async function storeProgress(): Promise<void> {
    settledAt = performance.now()
    const { progress: next, stored } = ledger.next(walker.position())
    const settlement = { ...next, failingSinceMs, lastSuccessMs }
    const isStored = await store.endpoints
      .settle(id, holder, settlement)
      .catch((error: unknown): undefined => {
        if (!(error instanceof StorageUnavailable)) log.error({ endpoint: id, err: error }, FAULT)
      })
    stored(isStored === true)
    // Another process has it.
    if (isStored === false) isStopped = true
  }

  /** Until something is due. */
  function sleep(): void {
    if (isStopped) return
    const now = tail.nowMs()
    const sinceSettled = performance.now() - settledAt
    const due = [
      (ledger.hasNews() ? pace.settleEvery : IDLE_SETTLE_MS) - sinceSettled,
      // When one of those under way is over, the next are sent.
      ...(isFull() ? [] : [...queues.heads()])
        .filter(({ subject }) => !busy.has(subject))
        .map(({ dueAtMs }) => Math.max(dueAtMs, restUntilMs) - now),
    ]
    const least = isTroubled || !context.isHeld() ? TROUBLE_MS : SHORTEST_SLEEP_MS
    const pause = Math.min(Math.max(Math.min(...due), least), LONGEST_SLEEP_MS)
    clearTimeout(timer)
    timer = setTimeout(() => {
      const isDue = performance.now() - settledAt >= pace.settleEvery
      const isNews = ledger.hasNews() || performance.now() - settledAt >= IDLE_SETTLE_MS
      if (isDue && isNews) void settle().then(wake)
      else wake()
    }, pause).unref()
  }

  wake()
  return {
    version: progress.version,
    arrived: wake,
    leaving: walker.leaving,
    setBack: walker.setBack,
    async stop(graceMs) {
      isStopped = true
      clearTimeout(timer)
      const grace = Promise.withResolvers<void>()
      const timeout = setTimeout(grace.resolve, graceMs)
      await Promise.race([Promise.all([pumping, ...underWay]), grace.promise])
      clearTimeout(timeout)
      await settle().catch(() => {})
    },
  }
}

/** A cursor in the future means that the clock was set back: a few events come again. */
function startOf(
  { cursorMs, cursorId }: TakenEndpoint['progress'],
  tail: FactTail,
): { readonly atMs: number; readonly id: string } {
  const AGAIN_MS = 10 * 60_000
  const now = tail.nowMs()
  return cursorMs <= now ? { atMs: cursorMs, id: cursorId } : { atMs: now - AGAIN_MS, id: '' }
}
