/**
 * Request objects that a client keeps at an address of its own (RFC 9101 §5.2). Only registered
 * addresses are called, through the one safe fetcher, and only so often: anybody can send a browser
 * with such a request.
 */

import type { Fetcher } from '../fetching/fetcher.ts'
import { messageForOthers } from '../fetching/refused.ts'
import type { Clock } from '../time-and-chance.ts'

export interface RequestObjects {
  /** The text at an address that the client registered. Rejects with `RequestObjectUnreachable`. */
  fetch(client: { readonly id: string }, address: string): Promise<string>
}

/** The message is a sentence for the operator. */
export class RequestObjectUnreachable extends Error {
  override readonly name = 'RequestObjectUnreachable'
}

const MOST_BYTES = 16 * 1024
const TIMEOUT_MS = 3_000
const MOST_A_MINUTE = 60
const MOST_REMEMBERED = 1_000

export function createRequestObjects({
  fetch,
  clock,
}: {
  readonly fetch: Fetcher
  readonly clock: Clock
}): RequestObjects {
  /** By client, in the order of their first fetch of a minute. */
  const fetches = new Map<string, { readonly minute: number; count: number }>()

  function admit(clientId: string): boolean {
    const minute = Math.floor(clock.now() / 60)
    const known = fetches.get(clientId)
    if (known?.minute === minute) {
      known.count += 1
      return known.count <= MOST_A_MINUTE
    }
    fetches.delete(clientId)
    fetches.set(clientId, { minute, count: 1 })
    const [oldest] = fetches.keys()
    if (fetches.size > MOST_REMEMBERED && oldest !== undefined) fetches.delete(oldest)
    return true
  }

  return {
    async fetch({ id }, address) {
      if (!admit(id)) {
        throw new RequestObjectUnreachable(`It was fetched ${MOST_A_MINUTE} times within a minute.`)
      }
      let response: Response
      try {
        response = await fetch(address, {
          headers: { accept: 'application/oauth-authz-req+jwt, application/jwt' },
          ...{ maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS },
        })
      } catch (error) {
        throw new RequestObjectUnreachable(messageForOthers(error))
      }
      if (response.status === 200) return (await response.text()).trim()
      throw new RequestObjectUnreachable(`It answered with the status ${response.status}.`)
    },
  }
}
