/** The verbs behind sign-in and consent: sessions, handed sign-ins, attempts, consents. */

import type { Act } from '../../facts/actor.ts'
import type { RevocationCause } from '../../grants/grant.ts'
import type { Account, Consent, KnownBrowser, Session, SignInAnswer } from '../records.ts'
import type { Revoked } from './pages.ts'

/** The most sessions of one account: more than a person has browsers, and still few rows. */
export const MOST_SESSIONS = 100

export interface SessionStore {
  /**
   * Starts a session. False if the account has been deleted or disabled, or if `passwordHash`, the
   * hash of the password that was entered, is no longer the account's. `passwordHash` is null for a
   * sign-in without a password. Also false if the account is no longer linked to the session's
   * provider. The account's oldest sessions beyond `MOST_SESSIONS` end.
   */
  insert(session: Session, passwordHash: string | null, act: Act): Promise<boolean>
  /**
   * Starts a session without a password and uses up the answer to a handed sign-in, in one step.
   * Also false if the answer was used before, or has expired at `at` (seconds since 1970).
   */
  insertWithAnswer(
    session: Session,
    answer: { readonly answerId: string; readonly at: number },
    act: Act,
  ): Promise<boolean>
  /** The session and its account. The account may be disabled: ask the gate. */
  find(id: string): Promise<{ readonly session: Session; readonly account: Account } | undefined>
  /**
   * Sets when the session was last used, unless another request has done so. Not an act of anybody,
   * so it records no fact.
   */
  see(id: string, seen: { readonly at: number; readonly insteadOf: number }): Promise<void>
  /** Newest first; an account has at most `MOST_SESSIONS`. */
  listOf(accountId: string): Promise<readonly Session[]>
  /** Ends a session because its user signed out. */
  delete(id: string): Promise<void>
  /**
   * Ends a session of this account, and its browser is no longer known. False if the account has no
   * such session.
   */
  end(session: { readonly accountId: string; readonly id: string }, act: Act): Promise<boolean>
  /**
   * Ends those of the account, but `except`, in which somebody signed in since then (seconds since
   * 1970; if that is unknown, the session began). Returns how many.
   */
  endProvenSince(
    since: number,
    whose: { readonly accountId: string; readonly except: string },
  ): Promise<number>
  /** Ends all sessions of this one's account but this one, likewise; returns how many. */
  endOthers(kept: Pick<Session, 'id' | 'accountId' | 'browser'>, act: Act): Promise<number>
}

/** The most known browsers of one account, and the most accounts that one browser is known to. */
export const MOST_KNOWN_BROWSERS = 20
/** As long as a browser keeps its secret. */
export const KNOWN_BROWSERS_KEPT_SECONDS = 365 * 24 * 60 * 60

/** `browser` is a digest of the browser's secret (`people/known-browsers.ts`). */
export interface KnownBrowserStore {
  /**
   * Notes that the account's owner is at this browser: a sign-in was completed there, or a link by
   * mail was used there. True, with a fact, if the browser is new to the account. The account's longest unseen beyond `MOST_KNOWN_BROWSERS` are forgotten.
   */
  remember(
    seen: Omit<KnownBrowser, 'firstSeenAt' | 'lastSeenAt'>,
    way: 'sign_in' | 'mail' | 'password',
    act: Act,
  ): Promise<boolean>
  /** The `emailKey`s of the accounts that know this browser, at most `MOST_KNOWN_BROWSERS`. */
  listEmailKeysOf(browser: string): Promise<readonly string[]>
  /** Latest seen first. */
  listOf(accountId: string): Promise<readonly KnownBrowser[]>
  /** Whether there was such a row. */
  forget(accountId: string, browser: string): Promise<boolean>
  /** Forgets all but `except`; all if that is null. Returns how many. */
  forgetOthers(accountId: string, except: string | null): Promise<number>
}

/**
 * Answers to sign-ins that were handed to a platform. A sign-in has one answer, and an answer is
 * used once.
 */
export interface SignInAnswerStore {
  /** False if there already is an answer, which stays. */
  insert(answer: SignInAnswer): Promise<boolean>
  find(id: string): Promise<SignInAnswer | undefined>
  /**
   * Uses up an answer, so that it cannot sign anyone in. True for one caller only, and never after
   * it has expired at `at` (seconds since 1970).
   */
  use(id: string, at: number): Promise<boolean>
}

export interface ConsentStore {
  find(accountId: string, clientId: string): Promise<Consent | undefined>
  /** All of the account's, ordered by client id; at most 1,000. */
  listOf(accountId: string): Promise<readonly Consent[]>
  /**
   * Stores it, if what is stored is still what the caller `knows`: nothing, or this. False if it is
   * not; then it must read again, because its consent may be based on what was taken
   * back. The fact says whether the account `knows` the app.
   */
  put(consent: Consent, act: Act, knows?: Consent): Promise<boolean>
  /** Deletes the consent and ends every grant of the pair, in one step; returns how many grants. */
  withdraw(
    pair: { readonly accountId: string; readonly clientId: string },
    because: RevocationCause,
    act: Act,
  ): Promise<Revoked>
  /** Deletes all consent of the account and ends all its grants, in one step. */
  withdrawAll(accountId: string, because: RevocationCause, act: Act): Promise<Revoked>
}

/** A leaky bucket: it holds `most`, and one leaks out every `seconds`. */
export interface Bucket {
  readonly name: string
  readonly most: number
  readonly seconds: number
}

/** How far the clocks of two servers may differ, in seconds. */
const CLOCKS_DIFFER_SECONDS = 5 * 60

/**
 * The latest time, in seconds since 1970, at which a bucket that was filled by right clocks will be
 * empty. A clock that was far ahead for a minute must not keep people out until then.
 */
export function latestEmpty({ most, seconds }: Bucket, now: number): number {
  return now + most * seconds + CLOCKS_DIFFER_SECONDS
}

/** The longest that a full bucket takes to become empty. */
export const LONGEST_BUCKET_SECONDS = 48 * 60 * 60

export interface AttemptStore {
  /** When each of these will be empty, in seconds since 1970, for those that are not. */
  find(names: readonly string[]): Promise<ReadonlyMap<string, number>>
  /**
   * Adds one to each bucket that has room at `at`, and returns the names of those. Called *before*
   * a password is checked: however many do this in parallel, no more than fit have room.
   */
  add(buckets: readonly Bucket[], at: number): Promise<ReadonlySet<string>>
  /** Takes one out of each. */
  giveBack(buckets: readonly Bucket[]): Promise<void>
  /** Empties them. */
  clear(names: readonly string[]): Promise<void>
  /**
   * Clears every bucket whose name starts with `prefix`, which consists of base64url characters;
   * returns how many. An empty prefix is a `TypeError`, so that a mistake cannot clear everything.
   * With `unlocked`, it is an act on an account and records a fact.
   */
  clearBeginningWith(
    prefix: string,
    unlocked?: { readonly accountId: string; readonly act: Act },
  ): Promise<number>
}
