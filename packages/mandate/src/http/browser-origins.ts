/**
 * The origins whose pages may read answers: those of registered redirect URIs (docs/protocol.md
 * §0).
 *
 * A preflight does not say which client it is for, so the question is whether any client has that
 * origin. Origins are cached in memory and re-read when an unknown one arrives: one read at a time,
 * and for at most a twentieth of the time, however many unknown ones arrive. An origin stays cached
 * for up to a minute after its client is gone. That only decides whether a page can see an answer;
 * the answer itself always comes from the database.
 */

import { isLoopbackOrigin, webOriginOf } from '../clients/redirect-uri.ts'
import type { ClientStore } from '../store/port.ts'

export interface BrowserOrigins {
  /** Whether a client has a redirect URI with this origin, as the `Origin` header names it. */
  includes(origin: string): Promise<boolean>
}

const FRESH_MS = 60_000
const SHORTEST_PAUSE_MS = 1_000
/** The pause after a read, as a multiple of its duration. */
const REST = 20
const CLIENTS_PER_READ = 1_000

/** `now` is a monotonic clock in milliseconds. */
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
      // The database is unavailable: the cached origins are the best information for answering a
      // 503.
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
        // Public clients may use any loopback port (RFC 8252 §7.3).
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
