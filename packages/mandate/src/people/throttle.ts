/**
 * Limits guesses without letting strangers keep the owner out: a wait slows a network at an
 * account, and never closes an account.
 *
 *     known browser? ──▶ no limit is full ──▶ a place in the hashing queue ──▶ counted ──▶ checked
 *
 * A known browser has limits of its own, which strangers cannot use up. An attempt is counted before
 * it is checked, so of a hundred in parallel only those within the limits are checked. An attempt
 * that is refused counts nowhere, so asking again and again neither gains nor prolongs anything.
 * Addresses without an account are treated like any other.
 *
 * Neighbours: `attempt-limits.ts` has the limits, `shares.ts` the places in the queue. Follows NIST
 * SP 800-63B-4 §3.2.2 (rate limiting) and OWASP's "Slow Down Online Guessing Attacks with Device
 * Cookies".
 */

import { type AttemptStore, type Bucket, latestEmpty } from '../store/port.ts'
import {
  countersAbout,
  countersOfAccount,
  type Limit,
  limitOfMails,
  limitsOfAsking,
  limitsOfCode,
  limitsOfDeviceRequests,
  limitsOfPassword,
  limitsOfRegistering,
  limitsOfUserCode,
  type SecondFactorAttempt,
  type SignInAttempt,
  type UserCodeAttempt,
} from './attempt-limits.ts'
import type { Visitor } from './shares.ts'

export type Admission =
  | {
      readonly admitted: true
      readonly visitor: Visitor
      /** Call unless it was checked and wrong. `unchecked` gives back what was counted. */
      readonly settle: (outcome: 'right' | 'unchecked') => Promise<void>
    }
  | {
      readonly admitted: false
      readonly retryAfterSeconds: number
      readonly because: 'too_many_attempts' | 'full'
    }

/**
 * Counts a password and says whether it may be checked. `now` in seconds since 1970;
 * `retryAfterSeconds` is between 1 and 900. `hasRoom` is called once, after all other checks but
 * before anything is counted.
 */
export function admitAttempt(
  store: AttemptStore,
  attempt: SignInAttempt & { readonly hasRoom?: (visitor: Visitor) => boolean },
  now: number,
): Promise<Admission> {
  const { hasRoom = () => true } = attempt
  const limits = (browser: string | null) => limitsOfPassword({ ...attempt, browser })
  return admit(store, { browser: attempt.browser, limits, hasRoom }, now)
}

/**
 * Counts a code of an authenticator app, after the password was right. Not for recovery codes and
 * passkeys, which cannot be guessed: they work whoever else guesses. As above.
 */
export function admitGuess(
  store: AttemptStore,
  attempt: SecondFactorAttempt,
  now: number,
): Promise<Admission> {
  const limits = (browser: string | null) => limitsOfCode({ ...attempt, browser })
  return admit(store, { browser: attempt.browser, limits, hasRoom: () => true }, now)
}

/**
 * Whether a mail that anybody can ask for is sent to this address now. The person who asks must get
 * the same answer either way.
 */
export async function admitMail(
  store: AttemptStore,
  { email, purpose }: { readonly email: string; readonly purpose: string },
  now: number,
): Promise<boolean> {
  return (await store.add([limitOfMails(email, purpose)], now)).size > 0
}

/**
 * A link of such a mail was used, so it reached the owner: it no longer counts, and the next one is
 * sent. Whoever only asks cannot do that.
 */
export function mailWasUsed(
  store: AttemptStore,
  { email, purpose }: { readonly email: string; readonly purpose: string },
): Promise<void> {
  return store.giveBack([limitOfMails(email, purpose)])
}

/**
 * How long a network has to wait before it may ask for another mail, in seconds; 0 if it need not.
 * Not about any address, so it may be told.
 */
export function waitBeforeAsking(
  store: AttemptStore,
  network: string,
  now: number,
): Promise<number> {
  return waitIn(store, limitsOfAsking(network), now)
}

/** The same before a client may register itself. */
export function waitBeforeRegistering(
  store: AttemptStore,
  network: string,
  now: number,
): Promise<number> {
  return waitIn(store, limitsOfRegistering(network), now)
}

/** The same before a device may have codes. */
export function waitBeforeDeviceRequest(
  store: AttemptStore,
  network: string,
  now: number,
): Promise<number> {
  return waitIn(store, limitsOfDeviceRequests(network), now)
}

/** Counts the user code of a device that somebody typed, until it has been found. As above. */
export function admitUserCode(
  store: AttemptStore,
  attempt: UserCodeAttempt,
  now: number,
): Promise<Admission> {
  // `known` shares limits with others, and leaves them when one is full.
  const limits = (known: string | null) =>
    limitsOfUserCode(attempt, { isUnderAttack: known === null })
  return admit(store, { browser: attempt.accountId, limits, hasRoom: () => true }, now)
}

async function waitIn(
  store: AttemptStore,
  limits: readonly Bucket[],
  now: number,
): Promise<number> {
  const counted = await store.add(limits, now)
  const full = limits.filter(({ name }) => !counted.has(name))
  if (full.length === 0) return 0
  await store.giveBack(limits.filter(({ name }) => counted.has(name)))
  return Math.max(...full.map(({ seconds }) => seconds))
}

/**
 * Clears what was counted for the mailbox of an address and for an account, from every network and
 * browser; returns how many counters there were. A network's failures elsewhere stay counted.
 */
export async function forgetAttempts(
  store: AttemptStore,
  { email, accountId }: { readonly email: string | null; readonly accountId: string },
  unlocked?: Parameters<AttemptStore['clearBeginningWith']>[1],
): Promise<number> {
  const codes = await store.clearBeginningWith(countersOfAccount(accountId), unlocked)
  return codes + (email === null ? 0 : await store.clearBeginningWith(countersAbout(email)))
}

/**
 * The same for the mailbox alone, after a reset by mail. Guesses at the second factor stay counted,
 * or whoever reads the mailbox could begin again with each reset.
 */
export function forgetPasswordAttempts(store: AttemptStore, email: string): Promise<number> {
  return store.clearBeginningWith(countersAbout(email))
}

interface Guess {
  readonly browser: string | null
  readonly limits: (browser: string | null) => readonly Limit[]
  readonly hasRoom: (visitor: Visitor) => boolean
}

async function admit(
  store: AttemptStore,
  { browser, limits, hasRoom }: Guess,
  now: number,
): Promise<Admission> {
  const own = limits(browser)
  const levels = await store.find(own.map(({ name }) => name))
  const full = own.filter((one) => waitOf(one, levels, now) > 0)
  if (full.some((one) => one.full === 'counts_as_new')) {
    return admit(store, { browser: null, limits, hasRoom }, now)
  }
  const waits = full.filter((one) => one.full === 'waits')
  if (waits.length > 0) return refuse(Math.max(...waits.map((one) => waitOf(one, levels, now))))
  const unknown = full.length > 0 ? 'failing' : 'new'
  const visitor = browser === null ? unknown : 'known'
  // Not counted: other people's attempts may have filled the queue.
  if (!hasRoom(visitor)) return { admitted: false, retryAfterSeconds: 1, because: 'full' }
  const counted = await store.add(own, now)
  const took = own.filter(({ name }) => counted.has(name))
  // Others came first, at the same moment.
  const missed = own.filter(({ name, full }) => full === 'waits' && !counted.has(name))
  if (missed.length > 0) {
    await store.giveBack(took)
    return refuse(Math.max(...missed.map(({ seconds }) => seconds)))
  }
  return { admitted: true, visitor, settle: (outcome) => settle(store, took, outcome) }
}

async function settle(
  store: AttemptStore,
  took: readonly Limit[],
  outcome: 'right' | 'unchecked',
): Promise<void> {
  const wasRight = outcome === 'right'
  const empties = took.filter(({ right }) => wasRight && right === 'empties')
  const givesBack = took.filter(({ right }) => !wasRight || right === 'gives_back')
  await Promise.all([store.clear(empties.map(({ name }) => name)), store.giveBack(givesBack)])
}

/** Seconds until the bucket has room for one more; 0 if it has. */
function waitOf(bucket: Bucket, levels: ReadonlyMap<string, number>, now: number): number {
  const { name, most, seconds } = bucket
  const emptyAt = levels.get(name) ?? 0
  if (emptyAt > latestEmpty(bucket, now)) return 0
  // Never longer than one takes to leak out, even if the clock was set back.
  return Math.max(0, Math.min(emptyAt - now - (most - 1) * seconds, seconds))
}

function refuse(wait: number): Admission {
  return { admitted: false, retryAfterSeconds: wait, because: 'too_many_attempts' }
}
