/**
 * What the revocation stream has said, for tokens that the guard reads itself (`jwt.ts`).
 *
 * The signature of such a token says that it was good once. Whether it is still good, only the
 * stream knows, and only of tokens that were issued while it was heard. About any other token, and
 * about one that something heard since may mean, the guard asks the server. So an event never refuses
 * a token by itself: the person may have connected the client again.
 */

import type { Revoked } from './memory.ts'

export interface Heard {
  /** From here on everything is heard. `at` is the server's time, in seconds since 1970. */
  begin(at: number): void
  /** Something may have been missed. */
  end(): void
  revoked(event: Revoked): void
  /** Whether the token would have been heard of by now if it had been revoked. */
  vouchesFor(token: HeardToken): boolean
}

export interface HeardToken {
  readonly subject: string
  readonly clientId: string
  /** The other clients on which it depends. */
  readonly actors?: readonly string[] | undefined
  readonly tokenId: string | undefined
  /** Seconds since 1970. */
  readonly issuedAt: number
}

/** By how many seconds the clock of the node that issued a token may differ from the database's. */
const CLOCKS_DIFFER_SECONDS = 60
/** Fewer than a megabyte. Beyond that, the oldest are forgotten, and with them what they vouched for. */
const MOST_KEPT = 5_000

export function createHeard(most = MOST_KEPT): Heard {
  let since = Infinity
  /** The server's time of the last event with these members, the newest last. */
  const events = new Map<string, number>()

  return {
    begin(at) {
      since = Math.min(since, at)
    },
    end() {
      since = Infinity
      events.clear()
    },
    revoked({ subject, clientId, tokenId, at }) {
      const name = nameOf(subject, clientId, tokenId)
      // Without a time, it may mean tokens that are still to come.
      const time = at ?? Infinity
      if (name === nameOf()) since = Math.max(since, time)
      else {
        const before = events.get(name) ?? 0
        events.delete(name)
        events.set(name, Math.max(before, time))
      }
      const [oldest] = events
      if (events.size <= most || oldest === undefined) return
      events.delete(oldest[0])
      since = Math.max(since, oldest[1])
    },
    vouchesFor({ subject, clientId, actors = [], tokenId, issuedAt }) {
      const certainSince = issuedAt - CLOCKS_DIFFER_SECONDS
      if (tokenId === undefined || !(certainSince > since)) return false
      return [clientId, ...actors].every((client) =>
        combinations(subject, client, tokenId).every(
          (name) => certainSince > (events.get(name) ?? -Infinity),
        ),
      )
    },
  }
}

/** The events that would mean this token: each member present has to match. */
function combinations(subject: string, clientId: string, tokenId: string): readonly string[] {
  return [
    nameOf(subject),
    nameOf(subject, clientId),
    nameOf(subject, undefined, tokenId),
    nameOf(subject, clientId, tokenId),
    nameOf(undefined, clientId),
    nameOf(undefined, clientId, tokenId),
    nameOf(undefined, undefined, tokenId),
  ]
}

function nameOf(subject?: string, clientId?: string, tokenId?: string): string {
  return JSON.stringify([subject ?? null, clientId ?? null, tokenId ?? null])
}
