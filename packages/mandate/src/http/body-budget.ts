/**
 * Limits the memory of incomplete request bodies. An honest form arrives in milliseconds. Beyond
 * the budget, the network using the most is cut off, oldest request first, so an honest request
 * suffers only if it is slow too.
 *
 * Active only while many connections are open: fewer cannot use much, and so pay nothing.
 */

import type { IncomingMessage } from 'node:http'
import { networkKey } from '../people/network.ts'

/** Larger than any of our forms; a token request has about 400 bytes. */
export const LARGEST_BODY = 16 * 1024
/** The cost of a waiting request apart from its body. */
const LEAST = 1024
const BUDGET = 8 * 1024 * 1024
/** Cut down to below the budget, so that the next check is not due at once. */
const AFTERWARDS = 0.75

interface Arriving {
  readonly request: IncomingMessage
  readonly network: string
  readonly bytes: number
}

/** Watches requests whose bodies are arriving; `budget` is in bytes. */
export function createBodyBudget(budget = BUDGET): {
  /** Call when the headers have arrived. `address` is the client's, as given by a trusted proxy. */
  watch(request: IncomingMessage, address: string): void
} {
  // In order of arrival.
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
