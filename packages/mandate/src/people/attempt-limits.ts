/**
 * What an attempt to sign in is counted by, and how much of each is free. The counters' names are
 * here, the decision is in `throttle.ts`.
 *
 * Every name about a mailbox begins alike, so that all of them can be cleared together. Names are
 * hashed: people type a password into the wrong field, and nothing of it may be kept.
 */

import { hash } from 'node:crypto'
import { emailKey, mailboxKey } from './email.ts'
import { networkKeys } from './network.ts'

/** Failures until the first wait. */
const FREE_FOR_ONE_BROWSER = 10
const FREE_FOR_ONE_NETWORK = 10
/** Failures of everybody until a mailbox is open to each network in turn only. */
export const FREE_FOR_ONE_MAILBOX = 40
/**
 * Failures of all known browsers of an account together. Nobody gets here who has neither the
 * password nor the server's key file, which makes forged cookies: from here on they count as strangers.
 */
export const FREE_FOR_KNOWN_BROWSERS = 100

export const LONGEST_WAIT_SECONDS = 15 * 60
const WINDOW_SECONDS = LONGEST_WAIT_SECONDS

/** Failures of one network in a window, for an IPv4 address and its /24, and a /64, /56 and /48. */
const FAILURES_IPV4 = [100, 400]
const FAILURES_IPV6 = [100, 200, 400]
/** Far beyond what a person or a test does, and a small share of what a machine can hash. */
const SIGN_INS_OF_ONE_ACCOUNT = 300

/** How many attempts a mailbox lets through in each window once it is slowed, by whom. */
const TURNS_OF_ONE_NETWORK = 1
const TURNS_OF_ONE_WIDE_NETWORK = 4
const TURNS_OF_EVERYBODY = 20

/** Who is trying, and as whom. */
export interface SignInAttempt {
  readonly email: string
  /** The visitor's IP address. */
  readonly network: string
  /** The id of a browser that has signed in to this account before; null for any other. */
  readonly browser: string | null
}

/** Counts failures in a row; a success clears it. */
export interface GrowingLimit {
  readonly bucket: string
  readonly free: number
}

/** Counts attempts and successes of one window; the difference is what failed or is under way. */
export interface WindowLimit {
  readonly attempts: string
  readonly successes: string
  readonly most: number
}

/** Counts all failures for a mailbox; beyond what is free, networks take turns. */
export interface MailboxLimit {
  readonly bucket: string
  readonly clearedBySuccess: boolean
  /** From the narrowest to everybody. */
  readonly turns: readonly { readonly bucket: string; readonly most: number }[]
}

export interface Limits {
  readonly growing: GrowingLimit
  /** For a known browser: the counter of all of the account's. */
  readonly knownBrowsers: string | null
  /** For strangers. */
  readonly mailbox: MailboxLimit | null
  readonly networks: readonly WindowLimit[]
  readonly signIns: { readonly bucket: string; readonly most: number }
  /** When the present window is over; in seconds since 1970. */
  readonly windowEndsAt: number
}

/** The counters of an attempt at `now`, in seconds since 1970. */
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
      // Else an account under an alias could clear what was counted for the mailbox.
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

/** What the names of all counters about the mailbox of this address begin with. */
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
