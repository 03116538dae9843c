/**
 * How often a device may poll (RFC 8628 §3.5): once per interval, which grows by five seconds with
 * each `slow_down`.
 *
 * The interval is in the row, so every node keeps to it. When a device last polled is remembered in
 * memory, because a write for each poll would cost more than the poll. A device whose polls reach
 * several nodes in turn is caught by their sum: each node adds its polls to the row, four at a time,
 * and a row with more than the interval allows is too fast, too.
 */

import type { DeviceRequest } from '../../store/records.ts'

/** RFC 8628 §3.2: the default. */
export const FIRST_INTERVAL_SECONDS = 5
/** RFC 8628 §3.5: with each `slow_down`. */
const SLOWER_BY_SECONDS = 5
/** A device that never slows down costs a dozen writes, and no more. */
const LONGEST_INTERVAL_SECONDS = 60
/** Clocks tick in whole seconds here, and the network is not even. */
const LEEWAY_SECONDS = 1
/** Polls that a node keeps before it adds them to the row. */
const POLLS_TOGETHER = 4
/** About a hundred bytes each. */
const MOST_REMEMBERED = 10_000

export type Pace =
  /** `add` is how many polls to add to the row; 0 for none. */
  | { readonly is: 'on_time'; readonly add: number }
  /** `nextSeconds` is the interval from now on. */
  | { readonly is: 'too_fast'; readonly nextSeconds: number }

export type Polled = Pick<DeviceRequest, 'id' | 'intervalSeconds' | 'polls' | 'pacedSince'>

export interface DevicePace {
  /** Counts a poll of a pending request. `now` in seconds since 1970. */
  poll(request: Polled, now: number): Pace
}

export function createDevicePace(remembered = MOST_REMEMBERED): DevicePace {
  /** Ordered by their latest poll. */
  const latest = new Map<string, { readonly at: number; readonly unsaved: number }>()

  function remember(id: string, at: number, unsaved: number): void {
    latest.delete(id)
    latest.set(id, { at, unsaved })
    const [oldest] = latest.keys()
    if (latest.size > remembered && oldest !== undefined) latest.delete(oldest)
  }

  return {
    poll({ id, intervalSeconds, polls, pacedSince }, now) {
      const before = latest.get(id)
      const shortest = intervalSeconds - LEEWAY_SECONDS
      const passed = before === undefined ? shortest : now - before.at
      // A clock that was set back says nothing.
      const isTooSoon = passed >= 0 && passed < shortest
      const most = Math.max(0, now - pacedSince) / shortest + 2 * POLLS_TOGETHER
      if (isTooSoon || polls > most) {
        remember(id, now, 0)
        const nextSeconds = Math.min(intervalSeconds + SLOWER_BY_SECONDS, LONGEST_INTERVAL_SECONDS)
        return { is: 'too_fast', nextSeconds }
      }
      const unsaved = (before?.unsaved ?? 0) + 1
      const isEnough = unsaved >= POLLS_TOGETHER
      remember(id, now, isEnough ? 0 : unsaved)
      return { is: 'on_time', add: isEnough ? unsaved : 0 }
    },
  }
}
