/**
 * Who may have how many passwords in work at once, so that no one party fills the queue for hashing
 * (`password.ts`), with right passwords or wrong ones. Places are taken before any work is done.
 *
 * Known browsers and strangers are counted apart: what strangers do from a network takes no place
 * from the browsers that are known there.
 */

import type { SignInAttempt } from './attempt-limits.ts'
import { emailKey } from './email.ts'
import { networkKeys } from './network.ts'

export interface Share {
  readonly name: string
  /** How many places at once. */
  readonly most: number
}

export interface Shares {
  /**
   * Takes a place in every share, and answers how to give them back; undefined, and nothing is taken,
   * where one of them is full.
   */
  take(shares: readonly Share[]): (() => void) | undefined
}

/** Of the 52 places that the queue has, 10 of them for known browsers alone. */
const OF_ONE_BROWSER = 2
const OF_KNOWN_BROWSERS_OF_ONE_ACCOUNT = 4
const OF_STRANGERS_FOR_ONE_ACCOUNT = 8
/** For an IPv4 address and its /24, and a /64, /56 and /48. */
const OF_NETWORKS_IPV4 = [6, 12]
const OF_NETWORKS_IPV6 = [6, 8, 12]

/** The shares that an attempt takes part in. */
export function sharesOf({ email, network, browser }: SignInAttempt): readonly Share[] {
  const account = emailKey(email)
  const visitor = browser === null ? 'stranger' : 'known'
  const networks = networkKeys(network)
  const most = networks.length === 3 ? OF_NETWORKS_IPV6 : OF_NETWORKS_IPV4
  const ofAccount =
    browser === null
      ? [{ name: `account ${account}`, most: OF_STRANGERS_FOR_ONE_ACCOUNT }]
      : [
          { name: `known account ${account}`, most: OF_KNOWN_BROWSERS_OF_ONE_ACCOUNT },
          { name: `browser ${browser} ${account}`, most: OF_ONE_BROWSER },
        ]
  return [
    ...ofAccount,
    ...networks.map((key, level) => ({ name: `${visitor} ${key}`, most: most[level] ?? 0 })),
  ]
}

/** Remembers only what is in work. */
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
