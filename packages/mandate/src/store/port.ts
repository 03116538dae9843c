/**
 * The store, as the rest of the program sees it: verbs, each a promise about atomicity.
 *
 * A verb that has resolved is durable. Every verb may reject with `StorageUnavailable`, and with
 * nothing else that a caller has to know: the caller's answer is then 503 with `Retry-After`, never
 * a refusal of the token (a healthy token is not burnt by a sick server).
 *
 * Verbs that concurrent requests issue in one turn of the event loop are gathered by the engine. A
 * verb that fails does not fail its neighbours.
 */

import type { Act, NewJob } from '../facts/actor.ts'
import type { Fact, RecordedFact } from '../facts/fact.ts'
import type { Grant, GrantId, KeyId, RevocationCause } from '../grants/grant.ts'
import type { Advance } from '../grants/redemption.ts'
import type { EngineStatistics } from './engine.ts'
import type {
  Account,
  AccountStanding,
  Client,
  ClientChange,
  ClientStanding,
  Consent,
  Explanation,
  Recovery,
  Resource,
  ResourceChange,
  Session,
} from './records.ts'

/** The database could not answer, or could not promise to keep what it was told. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable'
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
  }
}

/** A grant with the two parties whose standing decides whether it is honoured (`grants/gate.ts`). */
export interface GrantWithParties {
  readonly grant: Grant
  readonly client: ClientStanding
  /** Null where the client acts in its own name, and where the account is gone. */
  readonly account: AccountStanding | null
  /** Whether the access token asked about was revoked on its own. */
  readonly accessTokenDenied: boolean
}

/** One page of a list, in the order of ids. `next` is what to pass as `after`; null at the end. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
}
export interface PageRequest {
  readonly after?: string | undefined
  /** 1 to 1,000. */
  readonly limit: number
}

/**
 * How many grants were ended. `many` where there are more than one write should touch: all of them
 * are over then too, and are read so, while the sweep still writes it into their rows.
 */
export type Revoked = number | 'many'

/** What the grants of one client with one scope add up to. Times in seconds since 1970. */
export interface GrantTally {
  readonly clientId: string
  readonly scope: string
  readonly resource: readonly string[]
  readonly live: number
  /** Of those that are live: when the first was made, and when one was last redeemed; null if never. */
  readonly since: number
  readonly lastUsedAt: number | null
}

export interface GrantTallies {
  /** Those with a live grant. */
  readonly tallies: readonly GrantTally[]
  /** What to pass as `before` for older grants; null where all were looked at. */
  readonly older: string | null
}

/** How many grants one `tally` looks at. */
export const GRANTS_PER_TALLY = 1_000
/** Codes that nobody redeemed which an account may have at one client. */
export const UNREDEEMED_KEPT = 10

export interface GrantStore {
  insert(grant: Grant, act: Act): Promise<void>
  /** Reads the row and its parties as of one moment. `accessTokenId` also asks the denylist. */
  find(id: GrantId, accessTokenId?: string): Promise<GrantWithParties | undefined>
  /**
   * The compare-and-set. True for the one caller that moved the row from `from` to `to`; false for
   * everyone else, who then reads again. Never moves a revoked grant.
   */
  advance(step: Advance): Promise<boolean>
  /** True for the one caller that ended it; false where it was over already or never was. */
  revoke(id: GrantId, because: RevocationCause, act: Act): Promise<boolean>
  /**
   * Ends every live grant of the account, of the client, or of the pair; answers how many. The time
   * it takes does not grow with them. Naming neither is a `TypeError`, never everybody.
   */
  revokeAllOf(
    whose: { readonly accountId?: string; readonly clientId?: string },
    because: RevocationCause,
    act: Act,
  ): Promise<Revoked>
  /** Refuses one access token until it would have expired anyway. */
  denyAccessToken(accessTokenId: string, expiresAt: number, act: Act): Promise<void>
  list(
    whose: { readonly accountId?: string; readonly clientId?: string },
    page: PageRequest,
  ): Promise<Page<Grant>>
  /**
   * Adds up the account's `GRANTS_PER_TALLY` newest grants, or the newest before an id: the work does
   * not grow with the number of grants. `now` in seconds since 1970.
   */
  tally(
    accountId: string,
    request: { readonly now: number; readonly before?: string | undefined },
  ): Promise<GrantTallies>
  /**
   * Removes what nobody redeemed of the codes that this one's account has at its client, but for
   * `UNREDEEMED_KEPT`: this one and the newest others. The facts that they were made go too. Answers
   * how many. Looks at the account's newest grants only, so it is to be called as codes are made.
   */
  dropUnredeemed(
    justMade: Pick<Grant, 'id' | 'clientId'> & { readonly accountId: string },
  ): Promise<number>
}

/** A new secret; the one it replaces is good until `previousExpiresAt`, in seconds since 1970. */
export interface RotatedSecret {
  readonly secretHash: string
  readonly previousExpiresAt: number
}

export interface ClientStore {
  insert(client: Client, act: Act): Promise<void>
  find(id: string): Promise<Client | undefined>
  list(page: PageRequest): Promise<Page<Client>>
  /** False where there is no such client; so are the verbs below. */
  update(id: string, change: ClientChange, act: Act): Promise<boolean>
  disable(id: string, act: Act): Promise<boolean>
  enable(id: string, act: Act): Promise<boolean>
  /**
   * The present secret becomes the previous one, good until `previousExpiresAt`. False for a public
   * client too: it has none.
   */
  rotateSecret(id: string, secret: RotatedSecret, act: Act): Promise<boolean>
  /**
   * Takes its grants, consents and explanations with it, in one step. Where it has very many, they
   * count for nothing from then on, and the sweep takes their rows away.
   */
  delete(id: string, act: Act): Promise<boolean>
}

export interface ResourceStore {
  /** False where the URI is taken, in this spelling or another one. */
  insert(resource: Resource, act: Act): Promise<boolean>
  find(id: string): Promise<Resource | undefined>
  /** By what all spellings of its URI share (`grants/resource-uri.ts`). */
  findByUriKey(uriKey: string): Promise<Resource | undefined>
  /** Those with `needsUsernameSince`. */
  listNeedingUsername(): Promise<readonly Resource[]>
  /**
   * False where there is no such API. Verified tokens that anybody keeps in memory are asked about
   * again: it may be told more of them, or less, or nothing.
   */
  update(id: string, change: ResourceChange, act: Act): Promise<boolean>
  list(page: PageRequest): Promise<Page<Resource>>
  /** As with clients; false where there is no such API. */
  rotateSecret(id: string, secret: RotatedSecret, act: Act): Promise<boolean>
  /**
   * Takes its explanations with it, in one step, and frees its URI. Grants that are limited to the
   * URI stay: no API honours their tokens then.
   */
  delete(id: string, act: Act): Promise<boolean>
}

export interface AccountStore {
  /** False where the address is taken. */
  insert(account: Account, act: Act): Promise<boolean>
  find(id: string): Promise<Account | undefined>
  findByEmailKey(emailKey: string): Promise<Account | undefined>
  list(page: PageRequest): Promise<Page<Account>>
  /** Ends the account's sessions in the same step. False where there is no such account. */
  disable(id: string, act: Act): Promise<boolean>
  enable(id: string, act: Act): Promise<boolean>
  /** Ends the account's sessions in the same step. */
  setPassword(id: string, passwordHash: string, act: Act): Promise<boolean>
  /**
   * The same password hashed anew: nobody is signed out. False where the hash is no longer `from`,
   * and nothing is changed then.
   */
  replacePasswordHash(id: string, hashes: { from: string; to: string }): Promise<boolean>
}

/** Of one account at once; more than a person has browsers, and few rows. */
export const MOST_SESSIONS = 100

export interface SessionStore {
  /**
   * Begins a session. False, and no session, if the account is gone or disabled by now, or if the person
   * gave the password of this hash and the account has another one by now; `passwordHash` is null for a
   * sign-in without a password. The account's oldest sessions beyond `MOST_SESSIONS` end.
   */
  insert(session: Session, passwordHash: string | null, act: Act): Promise<boolean>
  /** The session and its account, disabled or not; the caller asks the gate. */
  find(id: string): Promise<{ readonly session: Session; readonly account: Account } | undefined>
  /** Ended by the person whose it is. */
  delete(id: string): Promise<void>
}

/**
 * What tokens that ended have in common: a token that fits every member named is over, or is to be
 * asked about again. `atMs` is the database's own time, in milliseconds since 1970.
 */
export interface Ending {
  readonly id: string
  readonly atMs: number
  readonly grantId: string | undefined
  readonly clientId: string | undefined
  readonly accountId: string | undefined
  readonly accessTokenId: string | undefined
}

/** A place in the order in which facts are read. The empty id comes before all others. */
export type FactPlace = Pick<Ending, 'id' | 'atMs'>

export interface EndingPage {
  readonly endings: readonly Ending[]
  readonly isLast: boolean
  readonly counted: number
  /** The database's time when it was read. */
  readonly nowMs: number
}

/** How long a fact is kept, in seconds. Much longer than any access token lives. */
export const FACTS_KEPT_SECONDS = 30 * 24 * 60 * 60

/** Every verb that takes an `Act` records a fact in the same step as its change (`facts/fact.ts`). */
export interface FactStore {
  /**
   * The facts that may end tokens after a place, in order, at most `limit` (1 to 1,000). Times are those
   * of writing: what another process has not committed yet turns up later, before what was read already.
   * So it is also counted, as of the same moment, how many there are since `countSinceMs`.
   */
  readEndings(
    after: FactPlace,
    page: { readonly limit: number; readonly countSinceMs: number },
  ): Promise<EndingPage>
  /** The newest first, at most `limit` (1 to 1,000); of a client, of an account, of the pair, or all. */
  list(
    which: { readonly clientId?: string; readonly accountId?: string; readonly sinceMs?: number },
    limit: number,
  ): Promise<readonly Fact[]>
  /**
   * Calls the listener when a verb of this process has written, durably; the verb waits for the listener,
   * which must not reject. It hears of what happened: nothing where the verb changed nothing. Other
   * processes are not heard. Answers how to stop.
   */
  watch(listener: (facts: readonly RecordedFact[]) => Promise<void>): () => void
}

/** A job that somebody works on now. */
export interface Job extends NewJob {
  readonly id: string
  /** 1 for the first. */
  readonly attempt: number
  /** Names who took it, and when. */
  readonly lease: string
}

/** One that nobody tries again. */
export interface FailedJob {
  readonly id: string
  readonly kind: string
  readonly attempts: number
  /** When it was given up, in milliseconds since 1970 by the database's clock. */
  readonly atMs: number
  readonly problem: string
}

/**
 * Jobs come with an `Act`, in the unit of the change. Any process works on any job, and a job is never
 * lost: whoever takes one has it for a while, and if nothing is heard of it by then it is due again. So
 * a handler may run twice for one job, if its process dies after the work and before `finish`.
 * Times are spans in milliseconds, by the database's clock.
 */
export interface JobStore {
  /** The jobs of a kind that are due, the oldest first, at most `limit` (1 to 1,000). */
  take(
    kind: string,
    request: { readonly leaseMs: number; readonly limit: number },
  ): Promise<readonly Job[]>
  /** It is done. False where the lease had ended and another process took it; so are those below. */
  finish(job: Job): Promise<boolean>
  /** Lets it be tried again later. */
  postpone(
    job: Job,
    again: { readonly afterMs: number; readonly problem: string },
  ): Promise<boolean>
  /** Nobody tries it again. It is kept for the operator to see, as long as facts are. */
  giveUp(job: Job, problem: string): Promise<boolean>
  /** Those that were given up, the latest first, at most `limit` (1 to 1,000). */
  listFailed(limit: number): Promise<readonly FailedJob[]>
}

export interface ConsentStore {
  find(accountId: string, clientId: string): Promise<Consent | undefined>
  /** All of the account's, in the order of client ids; at most 1,000. */
  listOf(accountId: string): Promise<readonly Consent[]>
  /** Replaces what was agreed before. */
  put(consent: Consent, act: Act): Promise<void>
  /** Forgets the consent and ends every grant of the pair, in one step; answers how many grants. */
  withdraw(
    pair: { readonly accountId: string; readonly clientId: string },
    because: RevocationCause,
    act: Act,
  ): Promise<Revoked>
}

/** One counter of failed sign-ins. */
export interface Attempts {
  readonly count: number
  /** When the latest of them was. */
  readonly lastAt: number
}

export interface AttemptStore {
  find(buckets: readonly string[]): Promise<ReadonlyMap<string, Attempts>>
  /**
   * Counts one attempt in each bucket *before* the password is looked at, so that a hundred in
   * parallel count a hundred. A bucket idle since `forgetBefore` starts again at 1. Answers the new
   * counts.
   */
  add(
    buckets: readonly string[],
    at: number,
    forgetBefore: number,
  ): Promise<ReadonlyMap<string, Attempts>>
  clear(buckets: readonly string[]): Promise<void>
  /**
   * Clears every bucket whose name begins so, and answers how many; for names of the characters of
   * base64url. An empty beginning is a `TypeError`, never everything. With `unlocked` it is what somebody did
   * for an account, and leaves a fact.
   */
  clearBeginningWith(
    prefix: string,
    unlocked?: { readonly accountId: string; readonly act: Act },
  ): Promise<number>
}

/** An explanation older than this is swept. */
export const EXPLANATIONS_KEPT_SECONDS = 7 * 24 * 60 * 60

export interface ExplanationStore {
  /**
   * Adds them in one step, then drops the oldest beyond the limits: `perClient` for one client in
   * one standing (all that name no registered client share one such place), `perStanding` for
   * everybody in it. An id that is there already keeps what it has.
   */
  put(
    explanations: readonly Explanation[],
    limits: { readonly perClient: number; readonly perStanding: number },
  ): Promise<void>
  find(id: string): Promise<Explanation | undefined>
  /** The newest first, at most `limit` (1 to 1,000); of one client, no matter who named it, or of all. */
  list(whose: { readonly clientId?: string }, limit: number): Promise<readonly Explanation[]>
}

export interface RecoveryStore {
  /** Notes that the database was brought back, and until when newer tokens count. */
  insert(recovery: Recovery, act: Act): Promise<void>
  /**
   * The latest moment until which a token that is newer than its row may count; 0 if there is none. What
   * was noted later than `notedBefore` was noted by a clock that was ahead, and does not count.
   */
  acceptNewerUntil(notedBefore: number): Promise<number>
}

/** The time that deletions go by (`grants/trusted-time.ts`). Times are whole seconds since 1970. */
export interface TrustedTimeStore {
  /** Begins to keep one, where none is kept: as the last sweep had it, or `now`. */
  begin(now: number): Promise<void>
  /** `trusted` is null where none is kept, `database` where the database has no clock of its own. */
  read(): Promise<{
    readonly trusted: number | null
    readonly version: number
    readonly database: number | null
  }>
  /**
   * Moves it, unless somebody else moved it since `version` was read; answers whether it did. An act is
   * somebody's word that this is the time, and leaves a fact.
   */
  move(version: number, to: number, act?: Act): Promise<boolean>
}

/** What one piece of the sweep came to. */
export interface SweepResult {
  readonly removed: number
  /** True where this piece was the last of a turn, so that every grant has been looked at. */
  readonly turnEnded: boolean
  /** For how long, at most, a row that is to be removed has been waiting before this, in seconds. */
  readonly lagSeconds: number
}

/** Which server keys the tokens of this database are made with; never the keys themselves. */
export interface KeyStore {
  /** The ids of those that were ever used; none before the first start. */
  inUse(): Promise<readonly KeyId[]>
  /**
   * Notes that tokens may be made with `current` from now on, unless a key is in use that is not among
   * `held`; answers which are in use then. Of many that begin a database with different keys one wins.
   */
  use(current: KeyId, held: readonly KeyId[], at: number): Promise<readonly KeyId[]>
}

export interface Store {
  readonly grants: GrantStore
  readonly clients: ClientStore
  readonly resources: ResourceStore
  readonly accounts: AccountStore
  readonly sessions: SessionStore
  readonly consents: ConsentStore
  readonly attempts: AttemptStore
  readonly explanations: ExplanationStore
  readonly keys: KeyStore
  readonly facts: FactStore
  readonly jobs: JobStore
  readonly recoveries: RecoveryStore
  readonly trustedTime: TrustedTimeStore
  /** Rejects with `StorageUnavailable` when the database does not answer. */
  ping(): Promise<void>
  /**
   * One piece of the sweep: looks at the next `limit` grants (1 to 1,000) and removes those over since
   * before `overBefore`, those whose code ended more than a day ago and was never redeemed, and those
   * whose client or account is gone; writes bulk revocations into their rows. With them it removes
   * up to `limit` each of what else is over (`verbs/sweep.ts`). How far it came is kept in the
   * database, so any number of processes share one turn; a piece that two took is removed once.
   */
  sweep(request: {
    readonly now: number
    /** The latest that any clock says: what was counted long after it is of a clock that was wrong. */
    readonly latest?: number
    readonly overBefore: number
    readonly limit: number
  }): Promise<SweepResult>
  /** How often the database was asked, and how long that took. */
  statistics(): EngineStatistics
  close(): Promise<void>
}
