/**
 * How often somebody may try to sign in, without a way for strangers to lock the owner out.
 *
 * A browser that has signed in to the account before is known (the caller proves it with a sealed
 * cookie) and has a counter of its own: nothing that others do makes it wait. Everyone else counts
 * in three: the address together with the network, the mailbox across all networks, and the network
 * across all addresses. Addresses without an account count like the others.
 *
 * An attempt is counted before the password is looked at, so a hundred in parallel count a hundred,
 * and only those within the allowance are looked at. One that comes during a wait is refused
 * uncounted, so hammering does not make a wait longer. With the numbers below a mailbox is open to
 * some hundred guesses a day, from the whole world together.
 *
 * Follows NIST SP 800-63B §5.2.2 (far fewer than 100 failures in a row, growing waits), the OWASP
 * Authentication Cheat Sheet, and OWASP's "Slow Down Online Guessing Attacks with Device Cookies".
 */

import { hash } from 'node:crypto'
import type { AttemptStore, Attempts } from '../store/port.ts'
import { emailKey, mailboxKey } from './email.ts'
import { networkKey } from './network.ts'

/** Failures until the first wait. */
const FREE_FOR_ONE_BROWSER = 10
const FREE_FOR_ONE_ADDRESS_AND_NETWORK = 10
const FREE_FOR_ONE_MAILBOX = 40

/** The first wait; each further failure doubles it, up to the longest. */
const FIRST_WAIT_SECONDS = 30
const LONGEST_WAIT_SECONDS = 15 * 60

/**
 * A counter idle for so long starts anew. Chosen so that nobody gains by waiting for it: at the
 * longest wait, the same time gives as many guesses as a new allowance.
 */
const ATTEMPTS_FORGOTTEN_AFTER_SECONDS = 12 * 60 * 60

/** A network is shared by people who know nothing of each other, so it only has a limit per window. */
const NETWORK_WINDOW_SECONDS = LONGEST_WAIT_SECONDS
const FAILURES_PER_NETWORK_WINDOW = 100

/** Who is trying, and as whom. */
export interface SignInAttempt {
  readonly email: string
  /** The visitor's IP address. */
  readonly network: string
  /** The id of a browser that has signed in to this account before; null for any other. */
  readonly browser: string | null
}

export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly retryAfterSeconds: number }

type Counts = ReadonlyMap<string, Attempts>

/** Counts failures in a row; a success clears it. */
interface GrowingLimit {
  readonly bucket: string
  readonly free: number
  readonly clearedBySuccess: boolean
}

/** Counts attempts and successes of one window; the difference is what failed or is under way. */
interface WindowLimit {
  readonly attempts: string
  readonly successes: string
  readonly endsAt: number
}

interface Limits {
  readonly growing: readonly GrowingLimit[]
  readonly network: WindowLimit | null
}

/**
 * Counts the attempt and says whether the password may be looked at. `now` in seconds since 1970;
 * `retryAfterSeconds` is between 1 and 900.
 */
export async function admitAttempt(
  store: AttemptStore,
  attempt: SignInAttempt,
  now: number,
): Promise<Admission> {
  const limits = limitsFor(attempt, now)
  const { growing, network } = limits
  const attemptBuckets = growing.map(({ bucket }) => bucket)
  if (network !== null) attemptBuckets.push(network.attempts)
  const allBuckets = network === null ? attemptBuckets : [...attemptBuckets, network.successes]

  const before = await store.find(allBuckets)
  const wait = longestWait(limits, before, now)
  if (wait > 0) return refuse(wait)

  const after = await store.add(attemptBuckets, now, now - ATTEMPTS_FORGOTTEN_AFTER_SECONDS)
  // Beyond the allowance only one of those that came at the same moment goes on: the first counted.
  const first = growing.every(
    ({ bucket, free }) =>
      countIn(after, bucket) <= free || countIn(after, bucket) === countIn(before, bucket) + 1,
  )
  const withinWindow =
    network === null || failures(network, before, after) <= FAILURES_PER_NETWORK_WINDOW
  if (first && withinWindow) return { admitted: true }
  return refuse(longestWait(limits, new Map([...before, ...after]), now))
}

/** To be called when the password was right: the attempt that was admitted was no failure. */
export async function recordSuccess(
  store: AttemptStore,
  attempt: SignInAttempt,
  now: number,
): Promise<void> {
  const { growing, network } = limitsFor(attempt, now)
  const cleared = growing.filter((limit) => limit.clearedBySuccess).map(({ bucket }) => bucket)
  await Promise.all([
    store.clear(cleared),
    network === null
      ? undefined
      : store.add([network.successes], now, now - ATTEMPTS_FORGOTTEN_AFTER_SECONDS),
  ])
}

/** How long a counter keeps the next attempt waiting after the latest, in seconds. */
export function waitAfter(count: number, free: number): number {
  if (count < free) return 0
  return Math.min(FIRST_WAIT_SECONDS * 2 ** (count - free), LONGEST_WAIT_SECONDS)
}

function limitsFor({ email, network, browser }: SignInAttempt, now: number): Limits {
  const address = emailKey(email)
  if (browser !== null) {
    const bucket = name('browser', browser, address)
    return {
      growing: [{ bucket, free: FREE_FOR_ONE_BROWSER, clearedBySuccess: true }],
      network: null,
    }
  }
  const mailbox = mailboxKey(email)
  const from = networkKey(network)
  const window = Math.floor(now / NETWORK_WINDOW_SECONDS)
  return {
    growing: [
      {
        bucket: name('address+network', address, from),
        free: FREE_FOR_ONE_ADDRESS_AND_NETWORK,
        clearedBySuccess: true,
      },
      {
        bucket: name('mailbox', mailbox),
        free: FREE_FOR_ONE_MAILBOX,
        // Else whoever has an account under an alias could clear what was counted for the mailbox.
        clearedBySuccess: mailbox === address,
      },
    ],
    network: {
      attempts: name('network', from, String(window)),
      successes: name('network, successes', from, String(window)),
      endsAt: (window + 1) * NETWORK_WINDOW_SECONDS,
    },
  }
}

/** Hashed: people type a password into the wrong field, and nothing of it may be kept. */
function name(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url')
}

function longestWait({ growing, network }: Limits, counts: Counts, now: number): number {
  const waits = growing.map(({ bucket, free }) => {
    const { count, lastAt } = counts.get(bucket) ?? { count: 0, lastAt: now }
    const wait = waitAfter(count, free)
    // Not longer than the wait itself, also when the clock was set back.
    return Math.min(lastAt + wait - now, wait)
  })
  if (network !== null && failures(network, counts, counts) >= FAILURES_PER_NETWORK_WINDOW) {
    waits.push(network.endsAt - now)
  }
  return Math.max(...waits)
}

function failures({ attempts, successes }: WindowLimit, before: Counts, after: Counts): number {
  return countIn(after, attempts) - countIn(before, successes)
}

function countIn(counts: Counts, bucket: string): number {
  return counts.get(bucket)?.count ?? 0
}

function refuse(wait: number): Admission {
  return { admitted: false, retryAfterSeconds: Math.max(1, wait) }
}
