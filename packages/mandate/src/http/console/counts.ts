/** What an act would end, in numbers. */

import type { LiveGrants } from '../../store/port.ts'
import { en } from '../../words/en/en.ts'
import type { HttpContext } from '../context.ts'

/** Counting stops here: a higher number would not change the decision. */
const MOST_LOOKED_AT = 5_000

/** The live grants of an account or a client. Rejects only with `StorageUnavailable`. */
export function liveGrantsOf(
  { store, clock }: Pick<HttpContext, 'store' | 'clock'>,
  whose: { readonly accountId: string } | { readonly clientId: string },
): Promise<LiveGrants> {
  return store.grants.countLive(whose, { now: clock.now(), most: MOST_LOOKED_AT })
}

type Noun =
  | 'session'
  | 'grant'
  | 'app'
  | 'client'
  | 'job'
  | 'user'
  | 'passkey'
  | 'event'
  | 'dead letter'

/** "no grants", "1 grant", "1,204 grants"; "at least 9,000 grants" if `isMore`. */
export function counted(count: number, noun: Noun, isMore = false): string {
  const number = count === 0 ? 'no' : en.inWords.number(count)
  const text = `${number} ${noun}${count === 1 ? '' : 's'}`
  return isMore && count > 0 ? `at least ${text}` : text
}

/** "412 grants" and "12 apps", or "390 users". */
export function countedGrants(live: LiveGrants): {
  readonly grants: string
  readonly apps: string
  readonly users: string
} {
  return {
    grants: counted(live.grants, 'grant', live.isMore),
    apps: counted(live.clients, 'app', live.isMore),
    users: counted(live.accounts, 'user', live.isMore),
  }
}
