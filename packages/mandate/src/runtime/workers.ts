/**
 * The primary of `mandate serve --workers N`. It owns the port but has no database connection;
 * client connections go to the workers in turn.
 *
 *     started ──▶ told its settings ──▶ listening ──▶ told to stop ──▶ ended
 *        ▲                                  │
 *        └─ replaced (worker-brake.ts) ◀── died
 *
 * docs/decisions/0014-workers-and-limits.md says why `node:cluster` and not a port opened by each
 * process.
 */

import cluster, { type Worker } from 'node:cluster'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { GivenSettings } from '../settings/given.ts'
import type { Settings } from '../settings.ts'
import { rescueInTransit } from './connections-in-transit.ts'
import { RuntimeRefused } from './refused.ts'
import { createBrake } from './worker-brake.ts'
import { type FromWorker, say } from './worker-messages.ts'

/** 4 MB instead of 16: a request's objects are garbage long before that is full. */
const SMALL_HEAP = ['--max-semi-space-size=4']
/** Longer than a worker takes to answer requests in flight (`running-server.ts`). */
const GRACE_MS = 15_000

export interface Observer {
  heard(worker: Worker, said: FromWorker): void
  ended(worker: Worker): void
}

export interface Workers {
  /** Rejects with `RuntimeRefused` when workers die faster than it makes sense to replace them. */
  readonly exhausted: Promise<never>
  /** The listening workers. */
  serving(): readonly Worker[]
  /** Forwards all workers' messages from now on, and their exits. */
  observe(observer: Observer): void
  /** How many died without being told to stop. */
  deaths(): number
  /** Stops all workers; resolves when they have ended. */
  close(): Promise<void>
}

/**
 * Starts `count` workers. Resolves when all serve, or with undefined if `stopped` resolved first.
 * Rejects with `RuntimeRefused` if one cannot. Calls `tell` with a sentence for the operator each
 * time a worker is lost.
 */
export async function startWorkers(
  { settings, given }: { readonly settings: Settings; readonly given: GivenSettings },
  {
    count,
    tell,
    stopped,
  }: {
    readonly count: number
    readonly tell: (sentence: string) => void
    readonly stopped: Promise<unknown>
  },
): Promise<Workers | undefined> {
  cluster.schedulingPolicy = cluster.SCHED_RR
  cluster.setupPrimary({ args: ['serve'], execArgv: [...process.execArgv, ...SMALL_HEAP] })
  const brake = createBrake(count)
  const stopping = new AbortController()
  const running = new Map<Worker, Promise<void>>()
  const listeningSince = new Map<Worker, number>()
  const closed = new Set<Worker>()
  const observers: Observer[] = []
  let deaths = 0
  let places: readonly Promise<void>[] = []

  /** A worker stopped individually need not wait for the others. */
  function hearClosed(worker: Worker): void {
    closed.add(worker)
    const listens = (one: Worker) => !closed.has(one)
    if (stopping.signal.aborted && [...running.keys()].some(listens)) return
    for (const one of closed) say(one, { is: 'closed by all' })
  }

  /** Resolves when it listens; rejects with `RuntimeRefused` if it ends before that. */
  async function start(): Promise<Worker> {
    const worker = cluster.fork()
    rescueInTransit(worker, () => [...listeningSince.keys()].some((one) => one.isConnected()))
    let refused = 'A worker ended before it listened; what it wrote says why.'
    // The worker has just died.
    worker.on('error', () => {})
    const listening = new Promise<void>((resolve) => {
      worker.on('message', (said: FromWorker) => {
        for (const observer of observers) observer.heard(worker, said)
        if (said.is === 'closed') hearClosed(worker)
        if (said.is === 'refused') refused = said.sentence
        if (said.is !== 'listening') return
        listeningSince.set(worker, performance.now())
        resolve()
      })
    })
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    void ended.then(() => {
      if (running.has(worker)) hearClosed(worker)
      closed.delete(worker)
      for (const observer of observers) observer.ended(worker)
    })
    running.set(worker, ended)
    say(worker, { is: 'settings', given })
    await Promise.race([
      listening,
      ended.then(() => {
        running.delete(worker)
        throw new RuntimeRefused(refused)
      }),
    ])
    return worker
  }

  /**
   * Resolves when this slot is empty for good; rejects with `RuntimeRefused` if that is a failure.
   */
  async function keep(first: Worker): Promise<void> {
    let refused: string | undefined
    for (let worker: Worker | undefined = first; ; ) {
      if (worker !== undefined) await running.get(worker)
      if (worker !== undefined) running.delete(worker)
      if (stopping.signal.aborted) return
      deaths += 1
      const served =
        worker === undefined ? 0 : performance.now() - (listeningSince.get(worker) ?? 0)
      if (worker !== undefined) listeningSince.delete(worker)
      const next = brake({ servedMs: served, othersServe: listeningSince.size > 0 })
      if (next.act === 'giveUp') {
        throw new RuntimeRefused(
          `The workers die as soon as they serve, ${deaths} of them by now: ${refused ?? 'look into the log for what they said last.'}`,
        )
      }
      tell(`A worker has died (${refused ?? howItEnded(worker)}); another one takes its place.`)
      refused = undefined
      await pause(next.afterMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      worker = await start().catch((error: unknown) => {
        if (error instanceof RuntimeRefused) refused = error.message
        return undefined
      })
    }
  }

  async function close(): Promise<void> {
    stopping.abort()
    for (const worker of running.keys()) say(worker, { is: 'stop' })
    const late = setTimeout(
      () => {
        for (const worker of running.keys()) worker.process.kill('SIGKILL')
      },
      GRACE_MS + settings.shutdownDelaySeconds * 1_000,
    )
    await Promise.allSettled([...running.values(), ...places])
    clearTimeout(late)
  }

  try {
    const starting = Promise.all(Array.from({ length: count }, start))
    // A worker may wait for its database indefinitely.
    const first = await Promise.race([starting, stopped.then(() => undefined)])
    if (first === undefined) {
      starting.catch(() => {})
      await close()
      return undefined
    }
    places = first.map(keep)
  } catch (error) {
    await close()
    throw error
  }
  const exhausted = new Promise<never>((_, reject) => {
    for (const place of places) place.catch(reject)
  })
  // A worker that closes in time never sends this.
  exhausted.catch(() => {})
  return {
    exhausted,
    serving: () => [...listeningSince.keys()],
    observe: (observer) => void observers.push(observer),
    deaths: () => deaths,
    close,
  }
}

function howItEnded(worker: Worker | undefined): string {
  const { signalCode = null, exitCode = null } = worker?.process ?? {}
  if (signalCode !== null) return signalCode
  return exitCode === null ? 'before it listened' : `exit ${exitCode}`
}
