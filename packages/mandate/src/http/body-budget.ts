/**
 * How much memory request bodies may take that have begun to arrive and are not complete. An honest
 * form is there in milliseconds. Beyond the budget, those are cut off that come from the network with
 * the most of it, the oldest first; an honest request is never among them unless it is slow as well.
 *
 * Only where many connections are open: what fewer can hold is no burden, and costs nothing to watch.
 */

import type { IncomingMessage } from 'node:http'
import { networkKey } from '../people/network.ts'

/** Every form that we read fits: a token request has about 400 bytes. */
export const LARGEST_BODY = 16 * 1024
/** Whatever its body, a request that waits costs this. */
const LEAST = 1024
const BUDGET = 8 * 1024 * 1024
/** So that there is some peace before the next look. */
const AFTERWARDS = 0.75

interface Arriving {
  readonly request: IncomingMessage
  readonly network: string
  readonly bytes: number
}

/** Watches requests whose bodies arrive; `budget` is in bytes. */
export function createBodyBudget(budget = BUDGET): {
  /** To be called when the headers are there. `address` is the caller's, as a trusted proxy names it. */
  watch(request: IncomingMessage, address: string): void
} {
  // In the order of their arrival.
  const arriving = new Set<Arriving>()
  let total = 0

  function forget(one: Arriving): void {
    if (arriving.delete(one)) total -= one.bytes
  }

  function cutOff(): void {
    const networks = new Map<string, { bytes: number; readonly waiting: Arriving[] }>()
    for (const one of arriving) {
      const share = networks.get(one.network) ?? { bytes: 0, waiting: [] }
      share.bytes += one.bytes
      share.waiting.push(one)
      networks.set(one.network, share)
    }
    const shares = [...networks.values()].sort((a, b) => b.bytes - a.bytes)
    for (const { waiting } of shares) {
      for (const one of waiting) {
        if (total <= budget * AFTERWARDS) return
        forget(one)
        one.request.destroy()
      }
    }
  }

  return {
    watch(request, address) {
      const { 'content-length': length, 'transfer-encoding': coding } = request.headers
      const announced =
        length === undefined ? Number(coding !== undefined) * LARGEST_BODY : Number(length)
      if (!(announced > 0)) return
      const bytes = Math.max(LEAST, Math.min(announced, LARGEST_BODY))
      const one = { request, network: networkKey(address), bytes }
      arriving.add(one)
      total += bytes
      request.once('close', () => forget(one))
      if (total > budget) cutOff()
    },
  }
}
