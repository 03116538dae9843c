/**
 * Closed and open load over a set of lanes, each of which carries one request at a time.
 *
 * Closed: a lane sends again as soon as it is answered, so the server sets the pace. That finds the
 * highest rate, but says nothing about latency: a server that stalls simply gets fewer requests.
 *
 * Open: requests arrive like those of independent clients, at random moments
 * (a Poisson process) of a given mean rate. One that finds no free lane waits, and its wait counts.
 */

import { performance } from 'node:perf_hooks'
import type { JobDone, Load } from './job.ts'

export interface Lane {
  /** Sends one request; false, without any effect, if nothing is left to send. */
  send(answered: (error?: Error) => void): boolean
}

type Seen = Pick<JobDone, 'requests' | 'latencies' | 'lateness'>

export function runClosed(
  lanes: readonly Lane[],
  { seconds, most = Number.POSITIVE_INFINITY }: Load & { kind: 'closed' },
): Promise<Seen> {
  const { promise, resolve, reject } = Promise.withResolvers<Seen>()
  const end = performance.now() + seconds * 1000
  let requests = 0
  let sent = 0
  let busy = lanes.length
  for (const lane of lanes) {
    const next = (): void => {
      const goesOn = sent < most && performance.now() < end
      if (goesOn && lane.send(answered)) {
        sent += 1
        return
      }
      busy -= 1
      if (busy === 0) resolve({ requests, latencies: [], lateness: [] })
    }
    const answered = (error?: Error): void => {
      if (error !== undefined) reject(error)
      else {
        requests += 1
        next()
      }
    }
    next()
  }
  return promise
}

export function runOpen(
  lanes: readonly Lane[],
  { seconds, perSecond }: Load & { kind: 'open' },
): Promise<Seen> {
  const { promise, resolve, reject } = Promise.withResolvers<Seen>()
  const free = [...lanes]
  /** Scheduled moments of requests that have arrived and wait for a lane; read from `first` on. */
  const waiting: number[] = []
  let first = 0
  const latencies: number[] = []
  const lateness: number[] = []
  const started = performance.now()
  const end = started + seconds * 1000
  let arrival = started + gap(perSecond)
  let failed = false
  let usedUp = false

  const sendWaiting = (freeAllAlong: boolean): void => {
    while (first < waiting.length) {
      const lane = free.pop()
      if (lane === undefined) return
      const scheduled = waiting[first++] ?? 0
      const isSent = lane.send((error) => {
        if (error !== undefined) {
          failed = true
          reject(error)
        } else {
          latencies.push((performance.now() - scheduled) * 1000)
          free.push(lane)
          sendWaiting(false)
        }
      })
      if (isSent && freeAllAlong) lateness.push((performance.now() - scheduled) * 1000)
      if (!isSent) {
        usedUp = true
        first = waiting.length
        free.push(lane)
      }
    }
  }
  // Timers are a thousand times too coarse, so the loop runs without pausing and polls its sockets
  // each time. That costs the generator a whole core, which it may use.
  const turn = (): void => {
    if (failed) return
    const now = performance.now()
    while (arrival <= now && arrival < end) {
      waiting.push(arrival)
      arrival += gap(perSecond)
    }
    sendWaiting(true)
    const over = usedUp || arrival >= end
    if (over && first === waiting.length && free.length === lanes.length) {
      resolve({ requests: latencies.length, latencies, lateness })
    } else setImmediate(turn)
  }
  turn()
  return promise
}

/** Milliseconds to the next arrival. */
function gap(perSecond: number): number {
  return (-Math.log(1 - Math.random()) * 1000) / perSecond
}
