/**
 * The origins whose pages may read answers: those of registered redirect URIs (docs/protocol.md §0).
 *
 * A preflight does not say which client it is for, so the question is whether any client has that
 * origin. They are kept in memory and read anew when an origin is not among them, however many
 * unknown ones come: one reading at a time, and never more than a twentieth of the time. An origin
 * stays here for up to a minute after its client has gone. That decides only whether a page sees an answer;
 * what the answer is, the database decides each time.
 */

import { isLoopbackOrigin, webOriginOf } from '../clients/redirect-uri.ts'
import type { ClientStore } from '../store/port.ts'

export interface BrowserOrigins {
  /** Whether a client has a redirect URI with this origin, as the `Origin` header names it. */
  includes(origin: string): Promise<boolean>
}

const FRESH_MS = 60_000
const SHORTEST_PAUSE_MS = 1_000
/** The pause after a reading, as a multiple of how long the reading took. */
const REST = 20
const CLIENTS_PER_READ = 1_000

/** `now` is any clock that only goes forwards, in milliseconds. */
export function createBrowserOrigins(
  clients: Pick<ClientStore, 'list'>,
  now: () => number = () => performance.now(),
): BrowserOrigins {
  let origins: ReadonlySet<string> = new Set()
  let lastRead = Number.NEGATIVE_INFINITY
  let pause = 0
  let reading: Promise<void> | null = null

  async function read(): Promise<void> {
    const began = now()
    try {
      origins = await readAll(clients)
    } catch {
      // The database is away: what was known is still the best there is to say about a 503.
    } finally {
      lastRead = now()
      pause = Math.max(SHORTEST_PAUSE_MS, REST * (lastRead - began))
      reading = null
    }
  }

  function knows(origin: string): boolean {
    return origins.has(origin) || origins.has(anyPort(origin) ?? origin)
  }

  return {
    async includes(origin) {
      if (webOriginOf(origin) !== origin) return false
      const enough = knows(origin) ? FRESH_MS : pause
      if (now() - lastRead >= enough) {
        reading ??= read()
        await reading
      }
      return knows(origin)
    },
  }
}

async function readAll(clients: Pick<ClientStore, 'list'>): Promise<ReadonlySet<string>> {
  const origins = new Set<string>()
  let after: string | undefined
  for (;;) {
    const page = await clients.list({ after, limit: CLIENTS_PER_READ })
    for (const { redirectUris, authentication, disabledAt } of page.rows) {
      if (disabledAt !== null) continue
      for (const uri of redirectUris) {
        const origin = webOriginOf(uri)
        if (origin === undefined) continue
        origins.add(origin)
        // The port of a loopback address is free for public clients (RFC 8252 §7.3).
        if (authentication.method === 'none') origins.add(anyPort(origin) ?? origin)
      }
    }
    if (page.next === null) return origins
    after = page.next
  }
}

function anyPort(origin: string): string | undefined {
  return isLoopbackOrigin(origin) ? `${origin.replace(/:\d+$/, '')}:*` : undefined
}
