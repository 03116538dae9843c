/**
 * Where a trusted issuer has its keys, as its metadata says (RFC 8414 §3, OpenID Connect Discovery
 * §4): one of two documents, whose `issuer` has to be the very text that the operator trusts. The
 * keys themselves are fetched, kept and rotated like those of clients (`keys.ts`).
 *
 * What was found holds for as long as the answer says, within bounds, and up to a day if it cannot be
 * fetched again. Many requests share one fetch, and a failed one is not repeated at once.
 */

import type { Fetcher } from '../fetching/fetcher.ts'
import { messageForOthers } from '../fetching/refused.ts'
import type { Clock } from '../time-and-chance.ts'

/** Resolves to `jwks_uri`. Rejects with an error whose message is a sentence for the operator. */
export type FindJwksUri = (issuer: string) => Promise<string>

interface Kept {
  address: string | undefined
  fetchedAt: number
  freshUntil: number
  problem: string
  fetching: Promise<void> | undefined
}

const FLOOR_SECONDS = 60
const CEILING_SECONDS = 3_600
const LAST_RESORT_SECONDS = 86_400
const AGAIN_AFTER_SECONDS = 10
const MOST_BYTES = 128 * 1024
const TIMEOUT_MS = 3_000

export function createIssuerMetadata({
  fetch,
  clock,
}: {
  readonly fetch: Fetcher
  readonly clock: Clock
}): FindJwksUri {
  // Only issuers that the operator trusts get here, so there are few.
  const known = new Map<string, Kept>()

  async function refresh(issuer: string, kept: Kept): Promise<void> {
    try {
      const { address, maxAge } = await fetchEither(fetch, issuer)
      const lifetime = Math.min(Math.max(maxAge, FLOOR_SECONDS), CEILING_SECONDS)
      const now = clock.now()
      Object.assign(kept, { address, fetchedAt: now, freshUntil: now + lifetime, problem: '' })
    } catch (error) {
      kept.problem = messageForOthers(error)
      kept.freshUntil = clock.now() + AGAIN_AFTER_SECONDS
    }
  }

  return async (issuer) => {
    const none = { address: undefined, fetchedAt: 0, freshUntil: 0, problem: '' }
    const kept: Kept = known.get(issuer) ?? { ...none, fetching: undefined }
    known.set(issuer, kept)
    if (kept.freshUntil <= clock.now()) {
      kept.fetching ??= refresh(issuer, kept).finally(() => {
        kept.fetching = undefined
      })
      await kept.fetching
    }
    const { address, fetchedAt, problem } = kept
    if (address !== undefined && clock.now() < fetchedAt + LAST_RESORT_SECONDS) return address
    throw new Error(problem)
  }
}

/** The two places, the one that more issuers have first. */
function placesOf(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname === '/' ? '' : pathname.replace(/\/$/, '')
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ]
}

async function fetchEither(fetch: Fetcher, issuer: string): Promise<Found> {
  const problems: string[] = []
  for (const place of placesOf(issuer)) {
    try {
      return await fetchOne(fetch, issuer, place)
    } catch (error) {
      problems.push(messageForOthers(error))
    }
  }
  throw new Error(problems.join(' '))
}

interface Found {
  readonly address: string
  readonly maxAge: number
}

async function fetchOne(fetch: Fetcher, issuer: string, place: string): Promise<Found> {
  const response = await fetch(place, {
    headers: { accept: 'application/json' },
    ...{ maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS },
  })
  if (response.status !== 200) {
    throw new Error(`${place} answered with the status ${response.status}.`)
  }
  const document: unknown = await response.json().catch(() => undefined)
  const { issuer: named, jwks_uri: address } = Object(document) as Record<string, unknown>
  // RFC 8414 §3.3: "The issuer value returned MUST be identical".
  if (named !== issuer) throw new Error(`${place} is the metadata of another issuer.`)
  if (typeof address !== 'string') throw new Error(`${place} names no jwks_uri.`)
  const [, maxAge = '0'] =
    /max-age=(\d{1,9})/i.exec(response.headers.get('cache-control') ?? '') ?? []
  return { address, maxAge: Number(maxAge) }
}
