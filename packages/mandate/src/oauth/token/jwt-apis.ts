/**
 * Which APIs read access tokens themselves, so that theirs are JWTs (RFC 9068).
 *
 * Each token answer for a token that names an API would have to read this. So it is kept for a
 * second. Nothing depends on it being newer: both forms are the same token, and every API accepts
 * both.
 */

import { resourceKey } from '../../grants/resource-uri.ts'
import type { SigningAlgorithm } from '../../signing/key.ts'
import type { Store } from '../../store/port.ts'
import type { Resource } from '../../store/records.ts'
import type { Clock } from '../../time-and-chance.ts'

export interface JwtApis {
  /**
   * What the access token for these APIs is signed with; undefined if it is opaque, because it names
   * no API, or one that has its tokens introspected. Rejects with `StorageUnavailable`.
   */
  algorithmFor(named: readonly string[]): Promise<SigningAlgorithm | undefined>
}

const FRESH_SECONDS = 1

export function createJwtApis({
  store,
  clock,
}: {
  readonly store: { readonly resources: Pick<Store['resources'], 'listReadingJwts'> }
  readonly clock: Clock
}): JwtApis {
  let kept: { readonly apis: Promise<readonly Resource[]>; readonly at: number } | undefined

  function apis(): Promise<readonly Resource[]> {
    const now = clock.now()
    if (kept !== undefined && Math.abs(now - kept.at) <= FRESH_SECONDS) return kept.apis
    const reading = { apis: store.resources.listReadingJwts(), at: now }
    kept = reading
    reading.apis.catch(() => {
      if (kept === reading) kept = undefined
    })
    return reading.apis
  }

  return {
    async algorithmFor(named) {
      if (named.length === 0) return undefined
      const algorithms = new Map(
        (await apis()).map(({ uriKey, jwtAlgorithm }) => [uriKey, jwtAlgorithm]),
      )
      if (algorithms.size === 0) return undefined
      const wanted = named.map((uri) => algorithms.get(resourceKey(uri) ?? uri) ?? undefined)
      return wanted.includes(undefined) ? undefined : wanted[0]
    },
  }
}
