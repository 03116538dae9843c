/**
 * How many password checks each party may have in progress, so that nobody fills the hashing queue
 * (`password.ts`), with right passwords or wrong ones. Places are taken before any work is done.
 *
 * Known browsers and new ones are counted separately: new ones on a network take no places from the
 * known ones there.
 */

import type { SignInAttempt } from './attempt-limits.ts'
import { emailKey } from './email.ts'
import { networkKeys } from './network.ts'

/**
 * How an attempt counts in the hashing queue (`password.ts`): from a known browser, from a new one,
 * or from a new one in a network that has failed several times lately.
 */
export type Visitor = 'known' | 'new' | 'failing'

export interface Share {
  readonly name: string
  /** The number of places. */
  readonly most: number
}

export interface Shares {
  /**
   * Takes a place in every share and returns a function that releases them. Returns undefined and
   * takes nothing if any share is full.
   */
  take(shares: readonly Share[]): (() => void) | undefined
}

/** Of the queue's 52 places, of which 10 are reserved for known browsers. */
const OF_ONE_BROWSER = 2
const OF_KNOWN_BROWSERS_OF_ONE_ACCOUNT = 4
const OF_NEW_BROWSERS_FOR_ONE_ACCOUNT = 8
/** For an IPv4 address and its /24, or a /64, /56 and /48. */
const OF_NETWORKS_IPV4 = [6, 12]
const OF_NETWORKS_IPV6 = [6, 8, 12]

/** The shares that an attempt counts towards. */
export function sharesOf(
  { email, network, browser }: SignInAttempt,
  visitor: Visitor,
): readonly Share[] {
  const account = emailKey(email)
  const isKnown = visitor === 'known'
  const networks = networkKeys(network)
  const most = networks.length === 3 ? OF_NETWORKS_IPV6 : OF_NETWORKS_IPV4
  const ofAccount = !isKnown
    ? [{ name: `account ${account}`, most: OF_NEW_BROWSERS_FOR_ONE_ACCOUNT }]
    : [
        { name: `known account ${account}`, most: OF_KNOWN_BROWSERS_OF_ONE_ACCOUNT },
        { name: `browser ${browser} ${account}`, most: OF_ONE_BROWSER },
      ]
  return [
    ...ofAccount,
    ...networks.map((key, level) => ({
      name: `${isKnown ? 'known' : 'new'} ${key}`,
      most: most[level] ?? 0,
    })),
  ]
}

/** Remembers only work in progress. */
export function createShares(): Shares {
  const taken = new Map<string, number>()
  const count = (name: string, by: 1 | -1) => {
    const places = (taken.get(name) ?? 0) + by
    if (places === 0) taken.delete(name)
    else taken.set(name, places)
  }
  return {
    take(shares) {
      if (shares.some(({ name, most }) => (taken.get(name) ?? 0) >= most)) return undefined
      for (const { name } of shares) count(name, 1)
      return () => {
        for (const { name } of shares) count(name, -1)
      }
    },
  }
}
