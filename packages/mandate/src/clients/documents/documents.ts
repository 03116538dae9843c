/**
 * The documents of clients, fetched when a browser arrives with the URL of one. They are another
 * party's text at an address that a stranger chose, so each goes through the one safe fetcher, and:
 *
 *     at hand and fresh ──▶ used
 *     not ──▶ the network, the host and this process have a fetch left ──▶ fetched once for all who
 *             wait ──▶ read and checked ──▶ kept for as long as it says, within bounds
 *
 * Only a document that was read without a fault is kept (draft-ietf-oauth-client-id-metadata-document
 * -02 §5.2). One that cannot be fetched again is not used any longer.
 */

import { Refusal } from '../../explanations/refusal.ts'
import { isAllowedHost } from '../../fetching/allowed-hosts.ts'
import type { Fetcher } from '../../fetching/fetcher.ts'
import { freshSeconds } from '../../fetching/freshness.ts'
import { messageForOthers } from '../../fetching/refused.ts'
import { domainsOf } from '../../grants/document-clients.ts'
import type { Clock } from '../../time-and-chance.ts'
import { RegistrationRefused } from '../registration-refused.ts'
import { type ClientDocument, readDocument } from './document.ts'
import { createFetchLimits, createWaitingRoom } from './fetch-limits.ts'
import { documentUrlProblem } from './url.ts'

export interface ClientDocuments {
  /** The document of the client with this URL. Rejects with `Refusal`. */
  of(clientId: string, asker: Asker): Promise<ClientDocument>
  /**
   * Throws `Refusal` if no document can be at this URL. `isInside`: the host is one of the operator's
   * own network, in `fetch_allowed_hosts`.
   */
  check(clientId: string): { readonly isInside: boolean }
}

interface Asker {
  /** The network of the browser; empty if it is not known. */
  readonly network: string
  /** Whether the client has a row. */
  readonly isKnown: boolean
}

/** §8.7 recommends 5 kilobytes. */
const MOST_BYTES = 5 * 1024
const TIMEOUT_MS = 3_000
const FLOOR_SECONDS = 60
const CEILING_SECONDS = 86_400
/** With at most 5 KiB each, a few megabytes. */
const MOST_KEPT = 1_000
const MOST_AT_ONCE = 32

export function createClientDocuments({
  fetch,
  clock,
  settings,
}: {
  readonly fetch: Fetcher
  readonly clock: Clock
  readonly settings: {
    readonly fetchAllowedHosts: readonly string[]
    readonly clientDocumentSchemes: readonly string[]
  }
}): ClientDocuments {
  const kept = new Map<string, { readonly document: ClientDocument; readonly until: number }>()
  const fetching = new Map<string, Promise<ClientDocument>>()
  const limits = createFetchLimits(clock)
  const waitingRoom = createWaitingRoom()

  async function fetched(url: string): Promise<ClientDocument> {
    const { text, seconds } = await fetchText(fetch, url)
    const document = read(text, url)
    const [oldest] = kept.keys()
    kept.delete(url)
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    kept.set(url, { document, until: clock.now() + seconds })
    return document
  }

  function read(text: string, url: string): ClientDocument {
    try {
      return readDocument(text, { url, schemes: settings.clientDocumentSchemes })
    } catch (error) {
      if (error instanceof RegistrationRefused) throw unusable(error.message)
      throw error
    }
  }

  function fetchOnce(url: string, asker: Asker): Promise<ClientDocument> {
    const running = fetching.get(url)
    if (running !== undefined) return running
    const host = domainsOf(url).at(-1) ?? ''
    const isAdmitted = fetching.size < MOST_AT_ONCE && limits.admit({ ...asker, host, url })
    if (!isAdmitted) throw busy()
    const begun = fetched(url).finally(() => fetching.delete(url))
    fetching.set(url, begun)
    return begun
  }

  function check(clientId: string) {
    const { fetchAllowedHosts: allowedHosts } = settings
    const problem = documentUrlProblem(clientId, { allowedHosts })
    if (problem !== undefined) throw unusable(`The client_id ${problem}.`)
    return { isInside: isAllowedHost(allowedHosts, new URL(clientId)) }
  }

  return {
    check,
    async of(clientId, asker) {
      check(clientId)
      const known = kept.get(clientId)
      if (known !== undefined && clock.now() < known.until) return known.document
      if (!waitingRoom.enter(asker.network)) throw busy()
      try {
        return await fetchOnce(clientId, asker)
      } finally {
        waitingRoom.leave(asker.network)
      }
    },
  }
}

function busy(): Refusal {
  return new Refusal('client_documents_busy')
}

function unusable(problem: string): Refusal {
  return new Refusal('client_document_refused', { problem })
}

/** Rejects with `Refusal`. */
async function fetchText(
  fetch: Fetcher,
  url: string,
): Promise<{ readonly text: string; readonly seconds: number }> {
  let response: Response
  try {
    response = await fetch(url, {
      headers: { accept: 'application/json' },
      ...{ maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS },
    })
  } catch (error) {
    throw unusable(messageForOthers(error))
  }
  if (response.status !== 200) {
    throw unusable(
      `The document was answered with the status ${response.status}, and has to be with 200.`,
    )
  }
  const type = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim() ?? ''
  // §4: application/json, or a more specific type that ends in +json.
  if (!/^application\/(json|[\w.-]+\+json)$/i.test(type)) {
    throw unusable('The document has to have the media type application/json.')
  }
  const seconds = freshSeconds(response.headers, { floor: FLOOR_SECONDS, ceiling: CEILING_SECONDS })
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await response.arrayBuffer())
    return { text, seconds }
  } catch {
    throw unusable('The document is not valid UTF-8.')
  }
}
