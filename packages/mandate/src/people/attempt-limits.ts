/**
 * The counters and allowances for sign-in attempts. The decision is in `throttle.ts`.
 *
 * All counter names for a mailbox share a prefix, so that they can be cleared together. Names are
 * hashed, because people type passwords into the wrong field, and those must not be stored.
 */

import { hash } from 'node:crypto'
import { emailKey, mailboxKey } from './email.ts'
import { networkKeys } from './network.ts'

/** Failures before the first wait. */
const FREE_FOR_ONE_BROWSER = 10
const FREE_FOR_ONE_NETWORK = 10
/** Total failures after which networks must take turns at a mailbox. */
export const FREE_FOR_ONE_MAILBOX = 40
/**
 * Failures of all of an account's known browsers together. Getting here takes the password or
 * cookies forged with the server's key file, so beyond it they count as strangers.
 */
export const FREE_FOR_KNOWN_BROWSERS = 100

export const LONGEST_WAIT_SECONDS = 15 * 60
const WINDOW_SECONDS = LONGEST_WAIT_SECONDS

/** Failures per network in a window: for an IPv4 address and its /24, or a /64, /56 and /48. */
const FAILURES_IPV4 = [100, 400]
const FAILURES_IPV6 = [100, 200, 400]
/** Far more than a person or a test needs, and a small share of what a machine can hash. */
const SIGN_INS_OF_ONE_ACCOUNT = 300

/** Attempts per window that a slowed-down mailbox allows, by who tries. */
const TURNS_OF_ONE_NETWORK = 1
const TURNS_OF_ONE_WIDE_NETWORK = 4
const TURNS_OF_EVERYBODY = 20

/** Who is trying to sign in, and to which account. */
export interface SignInAttempt {
  readonly email: string
  /** The visitor's IP address. */
  readonly network: string
  /** The id of a browser that has signed in to this account before, or null. */
  readonly browser: string | null
}

/** Counts consecutive failures; a success clears it. */
export interface GrowingLimit {
  readonly bucket: string
  readonly free: number
}

/** Counts attempts and successes in a window; the difference has failed or is in progress. */
export interface WindowLimit {
  readonly attempts: string
  readonly successes: string
  readonly most: number
}

/** Counts all failures for a mailbox; beyond the allowance, networks take turns. */
export interface MailboxLimit {
  readonly bucket: string
  readonly clearedBySuccess: boolean
  /** From the narrowest network to all of them. */
  readonly turns: readonly { readonly bucket: string; readonly most: number }[]
}

export interface Limits {
  readonly growing: GrowingLimit
  /** For a known browser: the counter shared by all of the account's known browsers. */
  readonly knownBrowsers: string | null
  /** For strangers. */
  readonly mailbox: MailboxLimit | null
  readonly networks: readonly WindowLimit[]
  readonly signIns: { readonly bucket: string; readonly most: number }
  /** When the current window ends, in seconds since 1970. */
  readonly windowEndsAt: number
}

/** The counters for an attempt at `now`, in seconds since 1970. */
export function limitsFor({ email, network, browser }: SignInAttempt, now: number): Limits {
  const address = emailKey(email)
  const mailbox = mailboxKey(email)
  const window = Math.floor(now / WINDOW_SECONDS)
  const about = (...parts: readonly (string | number)[]) => nameAbout(mailbox, parts)
  const shared = {
    signIns: { bucket: about('sign-ins', address, window), most: SIGN_INS_OF_ONE_ACCOUNT },
    windowEndsAt: (window + 1) * WINDOW_SECONDS,
  }
  if (browser !== null) {
    const bucket = about('browser', browser, address)
    return {
      ...shared,
      growing: { bucket, free: FREE_FOR_ONE_BROWSER },
      knownBrowsers: about('known browsers', address),
      mailbox: null,
      networks: [],
    }
  }
  const networks = networkKeys(network)
  const [own, wide] = [networks[0], networks.at(-1) ?? '']
  const failures = networks.length === 3 ? FAILURES_IPV6 : FAILURES_IPV4
  return {
    ...shared,
    growing: { bucket: about('network', own), free: FREE_FOR_ONE_NETWORK },
    knownBrowsers: null,
    mailbox: {
      bucket: about('mailbox'),
      // Otherwise an account under an alias could clear the mailbox's count.
      clearedBySuccess: mailbox === address,
      turns: [
        { bucket: about('turn', own, window), most: TURNS_OF_ONE_NETWORK },
        { bucket: about('turn, wide', wide, window), most: TURNS_OF_ONE_WIDE_NETWORK },
        { bucket: about('turn, everybody', window), most: TURNS_OF_EVERYBODY },
      ],
    },
    networks: networks.map((key, level) => ({
      attempts: digest(['network', key, window]),
      successes: digest(['network, successes', key, window]),
      most: failures[level] ?? 0,
    })),
  }
}

/** The prefix of all counter names for the mailbox of this address. */
export function countersAbout(email: string): string {
  return digest(['mailbox', mailboxKey(email)]).slice(0, PREFIX)
}

const PREFIX = 16

function nameAbout(mailbox: string, parts: readonly (string | number)[]): string {
  return countersAbout(mailbox) + digest(parts).slice(PREFIX)
}

function digest(parts: readonly (string | number)[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url')
}
