/**
 * Limits sign-in attempts without letting strangers lock the owner out.
 *
 * A browser that has signed in to the account before is known (by a sealed cookie) and has its own
 * counter: strangers cannot make it wait. Everyone else is counted per mailbox and network, and per
 * network across all mailboxes; these counters make only that network wait, longer each time.
 * Aliases count as one mailbox, and addresses without an account count like any other.
 *
 * Guesses from many networks hit the mailbox's own counter. It never closes the mailbox: beyond the
 * allowance, each network gets one attempt per quarter of an hour, so owners on a network of their
 * own get in however often others try.
 *
 * An attempt is counted before the password is checked, so a hundred in parallel count as a
 * hundred, and only those within the allowance are checked. An attempt during a wait does not
 * prolong it, but counts for its network.
 *
 * Follows NIST SP 800-63B §5.2.2 (few consecutive failures, growing waits), the OWASP
 * Authentication Cheat Sheet, and OWASP's "Slow Down Online Guessing Attacks with Device Cookies".
 * `docs/decisions/0022-no-one-takes-the-sign-in.md` has the resulting guesses per day.
 */

import type { AttemptStore, Attempts } from '../store/port.ts'
import {
  countersAbout,
  FREE_FOR_KNOWN_BROWSERS,
  FREE_FOR_ONE_MAILBOX,
  type Limits,
  LONGEST_WAIT_SECONDS,
  limitsFor,
  type MailboxLimit,
  type SignInAttempt,
  type WindowLimit,
} from './attempt-limits.ts'

/** The first wait. Each further failure doubles it, up to the longest. */
const FIRST_WAIT_SECONDS = 30

/**
 * A counter idle for this long is reset. Waiting for that gains nothing: at the longest wait, this
 * time allows as many guesses as a new allowance.
 */
const ATTEMPTS_FORGOTTEN_AFTER_SECONDS = 12 * 60 * 60

export type Admission =
  | { readonly admitted: true }
  | {
      readonly admitted: false
      readonly retryAfterSeconds: number
      readonly because: 'too_many_attempts' | 'full'
    }

type Counts = ReadonlyMap<string, Attempts>

/**
 * Counts the attempt and says whether the password may be checked. `now` in seconds since 1970;
 * `retryAfterSeconds` is between 1 and 900. `hasRoom` is called once, after all other checks but
 * before anything is written.
 */
export async function admitAttempt(
  store: AttemptStore,
  attempt: SignInAttempt & { readonly hasRoom?: () => boolean },
  now: number,
): Promise<Admission> {
  const { hasRoom = () => true } = attempt
  const limits = await limitsThatHold(store, attempt, now)
  const { growing, mailbox, networks } = limits
  const add = (buckets: readonly string[]) => store.add(buckets, now, forgetBefore(now))

  const before = await store.find(everyBucket(limits))
  const wait = longestWait(limits, before, now)
  if (wait > 0) {
    const spent = networks.some((network) => isSpent(network, before))
    if (!spent && networks.length > 0) await add(networks.map(({ attempts }) => attempts))
    return refuse(wait)
  }
  // Not counted: the password is not checked, and other people's attempts may have filled the
  // queue.
  if (!hasRoom()) return { admitted: false, retryAfterSeconds: 1, because: 'full' }
  const slowed = mailbox !== null && isSlowed(mailbox, before, now)
  if (slowed && !(await takesTurn(mailbox, add))) return refuse(limits.windowEndsAt - now)

  const attempts = networks.map((network) => network.attempts)
  const mailboxes = mailbox === null ? [] : [mailbox.bucket]
  const after = await add([...growingBuckets(limits), ...mailboxes, ...attempts])
  // Beyond the allowance, only the first counted of several simultaneous attempts proceeds.
  const isFirst = (bucket: string, free: number) =>
    countIn(after, bucket) <= free || countIn(after, bucket) === countIn(before, bucket) + 1
  const admitted =
    isFirst(growing.bucket, growing.free) &&
    (mailbox === null || slowed || isFirst(mailbox.bucket, FREE_FOR_ONE_MAILBOX)) &&
    networks.every((network) => failures(network, before, after) <= network.most)
  if (admitted) return { admitted: true }
  return refuse(longestWait(limits, new Map([...before, ...after]), now))
}

/** Call when the password was right, so that the admitted attempt is not counted as a failure. */
export async function recordSuccess(
  store: AttemptStore,
  attempt: SignInAttempt,
  now: number,
): Promise<void> {
  const limits = await limitsThatHold(store, attempt, now)
  const { mailbox, networks, signIns } = limits
  const cleared = growingBuckets(limits)
  if (mailbox?.clearedBySuccess) cleared.push(mailbox.bucket)
  await Promise.all([
    store.clear(cleared),
    store.add(
      [signIns.bucket, ...networks.map(({ successes }) => successes)],
      now,
      forgetBefore(now),
    ),
  ])
}

/**
 * Clears all counters for the mailbox of an address, for every network and browser, and returns how
 * many there were. A network's failures with other mailboxes stay counted.
 */
export function forgetAttempts(
  store: AttemptStore,
  email: string,
  unlocked?: Parameters<AttemptStore['clearBeginningWith']>[1],
): Promise<number> {
  return store.clearBeginningWith(countersAbout(email), unlocked)
}

/** How long the next attempt must wait after the latest, in seconds. */
export function waitAfter(count: number, free: number): number {
  if (count < free) return 0
  return Math.min(FIRST_WAIT_SECONDS * 2 ** (count - free), LONGEST_WAIT_SECONDS)
}

/**
 * A known browser counts as a stranger once known browsers have failed more often than people do.
 */
async function limitsThatHold(
  store: AttemptStore,
  attempt: SignInAttempt,
  now: number,
): Promise<Limits> {
  const limits = limitsFor(attempt, now)
  const { knownBrowsers } = limits
  if (knownBrowsers === null) return limits
  const together = (await store.find([knownBrowsers])).get(knownBrowsers)
  const isTooMuch =
    together !== undefined &&
    together.count >= FREE_FOR_KNOWN_BROWSERS &&
    together.lastAt >= forgetBefore(now)
  return isTooMuch ? limitsFor({ ...attempt, browser: null }, now) : limits
}

function growingBuckets({ growing, knownBrowsers }: Limits): string[] {
  return knownBrowsers === null ? [growing.bucket] : [growing.bucket, knownBrowsers]
}

function everyBucket(limits: Limits): readonly string[] {
  const { mailbox, networks, signIns } = limits
  return [
    ...growingBuckets(limits),
    ...(mailbox === null ? [] : [mailbox.bucket, ...mailbox.turns.map(({ bucket }) => bucket)]),
    ...networks.flatMap(({ attempts, successes }) => [attempts, successes]),
    signIns.bucket,
  ]
}

function longestWait(limits: Limits, counts: Counts, now: number): number {
  const { growing, mailbox, networks, signIns, windowEndsAt } = limits
  const { count, lastAt } = counts.get(growing.bucket) ?? { count: 0, lastAt: now }
  const wait = waitAfter(count, growing.free)
  // Never longer than the wait itself, even if the clock was set back.
  const waits = [Math.min(lastAt + wait - now, wait)]
  const isTurnOver =
    mailbox !== null &&
    isSlowed(mailbox, counts, now) &&
    mailbox.turns.some(({ bucket, most }) => countIn(counts, bucket) >= most)
  if (
    isTurnOver ||
    networks.some((network) => isSpent(network, counts)) ||
    countIn(counts, signIns.bucket) >= signIns.most
  ) {
    waits.push(windowEndsAt - now)
  }
  return Math.max(...waits)
}

function isSlowed({ bucket }: MailboxLimit, counts: Counts, now: number): boolean {
  const { count, lastAt } = counts.get(bucket) ?? { count: 0, lastAt: now }
  return count >= FREE_FOR_ONE_MAILBOX && lastAt >= forgetBefore(now)
}

/**
 * Sequentially from the narrowest: a network over its own limit must not use up the others' share.
 */
async function takesTurn(
  { turns }: MailboxLimit,
  add: (buckets: readonly string[]) => Promise<Counts>,
): Promise<boolean> {
  for (const { bucket, most } of turns) {
    if (countIn(await add([bucket]), bucket) > most) return false
  }
  return true
}

function isSpent(network: WindowLimit, counts: Counts): boolean {
  return failures(network, counts, counts) >= network.most
}

function failures({ attempts, successes }: WindowLimit, before: Counts, after: Counts): number {
  return countIn(after, attempts) - countIn(before, successes)
}

function countIn(counts: Counts, bucket: string): number {
  return counts.get(bucket)?.count ?? 0
}

function forgetBefore(now: number): number {
  return now - ATTEMPTS_FORGOTTEN_AFTER_SECONDS
}

function refuse(wait: number): Admission {
  return { admitted: false, retryAfterSeconds: Math.max(1, wait), because: 'too_many_attempts' }
}
