/**
 * The store as the rest of the program sees it. Each verb states what is atomic.
 *
 * A verb that has resolved is durable. The only error that callers handle is `StorageUnavailable`.
 * They then answer 503 with `Retry-After` and never refuse the token: a client must not lose a good
 * token because the database is down.
 *
 * The engine batches verbs that concurrent requests issue in one turn of the event loop. A verb
 * that fails does not fail the others in its batch.
 */

import type { Act, NewJob } from '../facts/actor.ts'
import type { Fact, RecordedFact } from '../facts/fact.ts'
import type { Grant, GrantId, KeyId, RevocationCause } from '../grants/grant.ts'
import type { Advance } from '../grants/redemption.ts'
import type { EngineStatistics } from './engine.ts'
import type {
  Account,
  AccountChange,
  AccountStanding,
  Client,
  ClientChange,
  ClientStanding,
  Consent,
  Explanation,
  Identity,
  IdentityName,
  PlatformKey,
  Recovery,
  Resource,
  ResourceChange,
  ScimUser,
  Session,
  SignInAnswer,
} from './records.ts'

/** The database could not answer, or could not guarantee durability. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable'
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
  }
}

/** A grant with the client and the account that the gate checks (`grants/gate.ts`). */
export interface GrantWithParties {
  readonly grant: Grant
  readonly client: ClientStanding
  /** Null if the client acts in its own name, or if the account was deleted. */
  readonly account: AccountStanding | null
  /** Whether the access token passed to `find` was revoked individually. */
  readonly accessTokenDenied: boolean
}

/**
 * One page of a list, ordered by id. Pass `next` as `after` for the next page; null on the last.
 */
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
 * The number of grants ended, or `many` if there are too many for one write. Those have ended too,
 * and every read says so; the sweep updates their rows later.
 */
export type Revoked = number | 'many'

/** The combined grants of one client with one scope. Times in seconds since 1970. */
export interface GrantTally {
  readonly clientId: string
  readonly scope: string
  readonly resource: readonly string[]
  readonly live: number
  /** Among the live ones: when the first was created, and when one was last redeemed, or null. */
  readonly since: number
  readonly lastUsedAt: number | null
}

export interface GrantTallies {
  /** Only those with a live grant. */
  readonly tallies: readonly GrantTally[]
  /** Pass it as `before` for older grants; null if there are none. */
  readonly older: string | null
}

/** The number of grants that one `tally` reads. */
export const GRANTS_PER_TALLY = 1_000
/** How many unredeemed codes an account may have at one client. */
export const UNREDEEMED_KEPT = 10

export interface GrantStore {
  insert(grant: Grant, act: Act): Promise<void>
  /**
   * Reads the grant and its parties from one snapshot. With `accessTokenId`, checks the denylist
   * too.
   */
  find(id: GrantId, accessTokenId?: string): Promise<GrantWithParties | undefined>
  /**
   * The compare-and-set. True for the one caller that moved the row from `from` to `to`; every
   * other caller gets false and must read again. Never moves a revoked grant.
   */
  advance(step: Advance): Promise<boolean>
  /** True for the one caller that ended it; false if it had already ended or does not exist. */
  revoke(id: GrantId, because: RevocationCause, act: Act): Promise<boolean>
  /**
   * Ends every live grant of the account, of the client, or of the pair. Takes the same time
   * however many there are. Naming neither is a `TypeError`, so that a mistake cannot end
   * everything.
   */
  revokeAllOf(
    whose: { readonly accountId?: string; readonly clientId?: string },
    because: RevocationCause,
    act: Act,
  ): Promise<Revoked>
  /**
   * Whether the account has a grant that has not ended. True if it has too many grants to check
   * them all quickly.
   */
  hasLive(accountId: string): Promise<boolean>
  /** Refuses one access token until it expires. */
  denyAccessToken(accessTokenId: string, expiresAt: number, act: Act): Promise<void>
  list(
    whose: { readonly accountId?: string; readonly clientId?: string },
    page: PageRequest,
  ): Promise<Page<Grant>>
  /**
   * Combines the account's `GRANTS_PER_TALLY` newest grants, or the newest before an id, so the
   * work does not grow with the number of grants. `now` in seconds since 1970.
   */
  tally(
    accountId: string,
    request: { readonly now: number; readonly before?: string | undefined },
  ): Promise<GrantTallies>
  /**
   * Deletes the account's unredeemed codes at this client, except this one and the newest others,
   * `UNREDEEMED_KEPT` in all. Also deletes the facts about their creation. Returns how many. It
   * reads only the account's newest grants, so it must be called whenever a code is issued.
   */
  dropUnredeemed(
    justMade: Pick<Grant, 'id' | 'clientId'> & { readonly accountId: string },
  ): Promise<number>
}

/** A new secret; the previous one stays valid until `previousExpiresAt`, in seconds since 1970. */
export interface RotatedSecret {
  readonly secretHash: string
  readonly previousExpiresAt: number
}

export interface ClientStore {
  insert(client: Client, act: Act): Promise<void>
  find(id: string): Promise<Client | undefined>
  list(page: PageRequest): Promise<Page<Client>>
  /** False if there is no such client; this also goes for the verbs below. */
  update(id: string, change: ClientChange, act: Act): Promise<boolean>
  disable(id: string, act: Act): Promise<boolean>
  enable(id: string, act: Act): Promise<boolean>
  /**
   * The current secret becomes the previous one, valid until `previousExpiresAt`. Also false for a
   * public client, which has no secret.
   */
  rotateSecret(id: string, secret: RotatedSecret, act: Act): Promise<boolean>
  /**
   * Deletes its grants, consents and explanations too, in one step. If there are very many, they
   * become invalid immediately and the sweep deletes the rows later.
   */
  delete(id: string, act: Act): Promise<boolean>
}

export interface ResourceStore {
  /** False if the URI is taken, in any spelling. */
  insert(resource: Resource, act: Act): Promise<boolean>
  find(id: string): Promise<Resource | undefined>
  /** By the key that all spellings of its URI share (`grants/resource-uri.ts`). */
  findByUriKey(uriKey: string): Promise<Resource | undefined>
  /** The ones with `needsUsernameSince`. */
  listNeedingUsername(): Promise<readonly Resource[]>
  /**
   * False if there is no such API. Invalidates the verified tokens in caches, because the API may
   * now be told more or less about them, or nothing.
   */
  update(id: string, change: ResourceChange, act: Act): Promise<boolean>
  list(page: PageRequest): Promise<Page<Resource>>
  /** As for clients; false if there is no such API. */
  rotateSecret(id: string, secret: RotatedSecret, act: Act): Promise<boolean>
  /**
   * Deletes its explanations too, in one step, and frees its URI. Grants limited to that URI stay,
   * although no API accepts their tokens any more.
   */
  delete(id: string, act: Act): Promise<boolean>
}

export interface PlatformKeyStore {
  insert(key: PlatformKey, act: Act): Promise<void>
  find(id: string): Promise<PlatformKey | undefined>
  list(page: PageRequest): Promise<Page<PlatformKey>>
  /** As for clients; false if there is no such key. */
  rotateSecret(id: string, secret: RotatedSecret, act: Act): Promise<boolean>
  /** False if there is no such key. */
  delete(id: string, act: Act): Promise<boolean>
}
/** The limit of `listIdentities`, more than a person has. */
export const MOST_IDENTITIES = 1_000

export interface AccountStore {
  /**
   * Creates the account and its identities, or nothing. An id stays taken after the account is
   * deleted. `email_taken` is about the key, not about the address.
   */
  insert(
    account: Account,
    act: Act,
    identities?: readonly IdentityName[],
  ): Promise<'inserted' | 'id_taken' | 'email_taken' | 'identity_taken'>
  find(id: string): Promise<Account | undefined>
  findByEmailKey(emailKey: string): Promise<Account | undefined>
  /** In one query. */
  findByIdentity(provider: string, subject: string): Promise<Account | undefined>
  /** Whether it was the id of a deleted account. */
  wasDeleted(id: string): Promise<boolean>
  /** Oldest first, at most `MOST_IDENTITIES`. */
  listIdentities(accountId: string): Promise<readonly Identity[]>
  list(page: PageRequest): Promise<Page<Account>>
  update(
    id: string,
    change: AccountChange,
    act: Act,
  ): Promise<'updated' | 'email_taken' | 'no_such_account'>
  /** `linked` also if it already belongs to the account; then no fact is recorded. */
  link(
    accountId: string,
    identity: IdentityName,
    act: Act,
  ): Promise<'linked' | 'identity_taken' | 'no_such_account'>
  /**
   * Ends the sessions that began with this provider in the same step. False if it is not the
   * account's identity, or if it may not be its last way in and is.
   */
  unlink(
    accountId: string,
    identity: IdentityName & { readonly mayBeLast?: boolean },
    act: Act,
  ): Promise<boolean>
  /**
   * Also deletes its sessions, identities, consents and grants, in one step; its id is kept as
   * taken. If there are very many grants, they are refused immediately, and the sweep deletes their
   * rows. True only for the caller that deleted the account.
   */
  delete(id: string, act: Act): Promise<boolean>
  /**
   * Moves the identities of `from` to `into` and deletes `from`, as above. False if one of them
   * does not exist or both are the same.
   */
  merge(from: string, into: string, act: Act): Promise<boolean>
  /** Returns how many. */
  endSessions(id: string, act: Act): Promise<number>
  /** Ends the account's sessions in the same step. False if there is no such account. */
  disable(id: string, act: Act): Promise<boolean>
  enable(id: string, act: Act): Promise<boolean>
  /** Ends the account's sessions in the same step. */
  setPassword(id: string, passwordHash: string, act: Act): Promise<boolean>
  /**
   * Sets the password of an account that has none; sessions stay. False, without a change, if it
   * has one, is disabled, or does not exist.
   */
  keepPassword(id: string, passwordHash: string, act: Act): Promise<boolean>
  /**
   * Replaces the hash of an unchanged password; nobody is signed out. False, without a change, if
   * the current hash is not `from`.
   */
  replacePasswordHash(id: string, hashes: { from: string; to: string }): Promise<boolean>
}

/** The most users that a verb below returns. */
export const MOST_SCIM_USERS = 1_000

/** A user of a directory, and since when its account is disabled, by whomever; null if it is not. */
export interface ProvisionedUser extends ScimUser {
  readonly disabledAt: number | null
}

/** What the account displays. */
type ShownAccount = Pick<Account, 'email' | 'name'>
type ScimUserTaken = 'user_name_taken' | 'external_id_taken'

/**
 * The users that directories provision by SCIM, each with an account. A directory belongs to a
 * provider and finds only its users. Deleting the account deletes the user.
 */
export interface ScimUserStore {
  find(provider: string, accountId: string): Promise<ProvisionedUser | undefined>
  findByUserName(provider: string, userNameKey: string): Promise<ProvisionedUser | undefined>
  findByExternalId(provider: string, externalId: string): Promise<ProvisionedUser | undefined>
  /** In all directories. */
  listNamed(userNameKey: string): Promise<readonly ProvisionedUser[]>
  /** In no order. */
  listByEmail(provider: string, emailKey: string): Promise<readonly ProvisionedUser[]>
  /** Ordered by account id: `skipped` after the id `after` or, without it, after the first. */
  list(
    provider: string,
    page: { readonly after?: string; readonly skipped?: number; readonly limit: number },
  ): Promise<readonly ProvisionedUser[]>
  /** How many there are. */
  tally(provider: string): Promise<number>
  /**
   * Creates the user and its new account, linked to the provider by the external id, or nothing.
   */
  insert(user: ScimUser, account: Account, act: Act): Promise<'inserted' | ScimUserTaken>
  /**
   * Makes the existing account with this external id the user's. `no_such_identity` if the link is
   * gone. With `disables`, disables the account in the same step.
   */
  adopt(
    user: ScimUser,
    account: ShownAccount & { readonly disables: boolean },
    act: Act,
  ): Promise<'adopted' | 'no_such_identity' | ScimUserTaken>
  /**
   * Replaces the user if it is still at the revision of `from`, and updates its account. A new
   * external id moves the link and ends the sessions of the old one. `turns` disables the account,
   * which ends its sessions, or enables it if it is disabled since `from.deactivatedAt`.
   */
  update(
    user: ScimUser,
    change: ShownAccount & {
      readonly from: Pick<ScimUser, 'revision' | 'externalId' | 'deactivatedAt'>
      readonly changed: readonly string[]
      readonly turns: 'on' | 'off' | null
    },
    act: Act,
  ): Promise<'updated' | 'changed_meanwhile' | ScimUserTaken>
}

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
  /** Newest first; an account has at most `MOST_SESSIONS`. */
  listOf(accountId: string): Promise<readonly Session[]>
  /** Ends a session because its user signed out. */
  delete(id: string): Promise<void>
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

/**
 * Describes tokens that ended. A token that matches every member that is set has ended, or must be
 * verified again. `atMs` is the database's time, in milliseconds since 1970.
 */
export interface Ending {
  readonly id: string
  readonly atMs: number
  readonly grantId: string | undefined
  readonly clientId: string | undefined
  readonly accountId: string | undefined
  readonly accessTokenId: string | undefined
}

/** A position in the order of facts. The empty id sorts before all others. */
export type FactPlace = Pick<Ending, 'id' | 'atMs'>

export interface EndingPage {
  readonly endings: readonly Ending[]
  readonly isLast: boolean
  readonly counted: number
  /** The database's time of this read. */
  readonly nowMs: number
}

/** How long a fact is kept, in seconds; much longer than any access token lives. */
export const FACTS_KEPT_SECONDS = 30 * 24 * 60 * 60

/** Every verb that takes an `Act` records a fact in the same step as its change (`facts/fact.ts`). */
export interface FactStore {
  /**
   * The facts after a position that may end tokens, in order, at most `limit` (1 to 1,000). They
   * are ordered by when they were written, so a fact that another process commits late may appear
   * before a position that was already read. To detect that, the count since `countSinceMs` comes
   * from the same snapshot.
   */
  readEndings(
    after: FactPlace,
    page: { readonly limit: number; readonly countSinceMs: number },
  ): Promise<EndingPage>
  /**
   * Newest first, at most `limit` (1 to 1,000): of a client, of an account, of the pair, or all.
   */
  list(
    which: { readonly clientId?: string; readonly accountId?: string; readonly sinceMs?: number },
    limit: number,
  ): Promise<readonly Fact[]>
  /**
   * Calls the listener after a verb of this process has durably recorded facts, and not if the verb
   * changed nothing. The verb waits for the listener, which must not reject. Facts of other
   * processes are not reported. Returns a function that stops this.
   */
  watch(listener: (facts: readonly RecordedFact[]) => Promise<void>): () => void
}

/** A job that a process is working on. */
export interface Job extends NewJob {
  readonly id: string
  /** Starts at 1. */
  readonly attempt: number
  /** Identifies who took it, and when. */
  readonly lease: string
}

/** A job that is not retried any more. */
export interface FailedJob {
  readonly id: string
  readonly kind: string
  readonly attempts: number
  /** When it was abandoned, in milliseconds since 1970 by the database's clock. */
  readonly atMs: number
  readonly problem: string
}

/**
 * Jobs are created with an `Act`, in the same unit as the change. Any process can work on any job,
 * and no job is lost: a process leases a job for a while, and if it does not report back, the job
 * is due again. So a handler may run twice for one job, if its process dies after the work but
 * before `finish`. Times are durations in milliseconds, by the database's clock.
 */
export interface JobStore {
  /** Leases the due jobs of a kind, oldest first, at most `limit` (1 to 1,000). */
  take(
    kind: string,
    request: { readonly leaseMs: number; readonly limit: number },
  ): Promise<readonly Job[]>
  /**
   * Marks it as done. False if the lease had expired and another process took the job; this also
   * goes for the two below.
   */
  finish(job: Job): Promise<boolean>
  /** Schedules another attempt. */
  postpone(
    job: Job,
    again: { readonly afterMs: number; readonly problem: string },
  ): Promise<boolean>
  /** Stops retrying it. It is kept as long as facts are, for the operator to see. */
  giveUp(job: Job, problem: string): Promise<boolean>
  /** The abandoned jobs, latest first, at most `limit` (1 to 1,000). */
  listFailed(limit: number): Promise<readonly FailedJob[]>
}

export interface ConsentStore {
  find(accountId: string, clientId: string): Promise<Consent | undefined>
  /** All of the account's, ordered by client id; at most 1,000. */
  listOf(accountId: string): Promise<readonly Consent[]>
  /** Replaces any earlier consent. */
  put(consent: Consent, act: Act): Promise<void>
  /** Deletes the consent and ends every grant of the pair, in one step; returns how many grants. */
  withdraw(
    pair: { readonly accountId: string; readonly clientId: string },
    because: RevocationCause,
    act: Act,
  ): Promise<Revoked>
}

/** One counter of failed sign-ins. */
export interface Attempts {
  readonly count: number
  /** When the latest attempt was. */
  readonly lastAt: number
}

export interface AttemptStore {
  find(buckets: readonly string[]): Promise<ReadonlyMap<string, Attempts>>
  /**
   * Counts one attempt in each bucket. Called *before* the password is checked, so that parallel
   * attempts are all counted. A bucket idle since `forgetBefore` restarts at 1. Returns the new
   * counts.
   */
  add(
    buckets: readonly string[],
    at: number,
    forgetBefore: number,
  ): Promise<ReadonlyMap<string, Attempts>>
  clear(buckets: readonly string[]): Promise<void>
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

/** How long an explanation is kept, in seconds. */
export const EXPLANATIONS_KEPT_SECONDS = 7 * 24 * 60 * 60

export interface ExplanationStore {
  /**
   * Adds them in one step, then drops the oldest beyond the limits: `perClient` for each client
   * with each `SenderProof` (all unregistered clients count as one), and `perStanding` for each
   * `SenderProof`. An id that already exists keeps its explanation.
   */
  put(
    explanations: readonly Explanation[],
    limits: { readonly perClient: number; readonly perStanding: number },
  ): Promise<void>
  find(id: string): Promise<Explanation | undefined>
  /**
   * Newest first, at most `limit` (1 to 1,000): those that name one client, whatever the proof, or
   * all.
   */
  list(whose: { readonly clientId?: string }, limit: number): Promise<readonly Explanation[]>
}

export interface RecoveryStore {
  /** Records that the database was restored, and until when newer tokens are accepted. */
  insert(recovery: Recovery, act: Act): Promise<void>
  /**
   * Until when a token newer than its row may be accepted; 0 if never. Ignores what was recorded
   * after `notedBefore`, because the clock was ahead then.
   */
  acceptNewerUntil(notedBefore: number): Promise<number>
}

/** The time used for deletions (`grants/trusted-time.ts`). Times are whole seconds since 1970. */
export interface TrustedTimeStore {
  /** Starts keeping the time if that has not happened yet: from the last sweep's time, or `now`. */
  begin(now: number): Promise<void>
  /**
   * `trusted` is null before `begin`; `database` is null if the database has no clock of its own.
   */
  read(): Promise<{
    readonly trusted: number | null
    readonly version: number
    readonly database: number | null
  }>
  /**
   * Moves it, unless it was moved after `version` was read; returns whether it did. With an act, an
   * operator vouches for this time, and a fact is recorded.
   */
  move(version: number, to: number, act?: Act): Promise<boolean>
}

/** The result of one batch of the sweep. */
export interface SweepResult {
  readonly removed: number
  /** Whether this batch was the last of a turn, so that every grant has been checked. */
  readonly turnEnded: boolean
  /**
   * An upper bound on how long a row to be deleted had been waiting before this batch, in seconds.
   */
  readonly lagSeconds: number
}

/**
 * The ids of the server keys that this database's tokens are derived from; never the keys
 * themselves.
 */
export interface KeyStore {
  /** All ids ever used; none before the first start. */
  inUse(): Promise<readonly KeyId[]>
  /**
   * Records that tokens may be derived from `current` from now on, unless a key is in use that is
   * not in `held`. Returns the keys then in use. If several processes start a new database with
   * different keys, one wins.
   */
  use(current: KeyId, held: readonly KeyId[], at: number): Promise<readonly KeyId[]>
}

export interface Store {
  readonly grants: GrantStore
  readonly clients: ClientStore
  readonly resources: ResourceStore
  readonly platformKeys: PlatformKeyStore
  readonly accounts: AccountStore
  readonly scimUsers: ScimUserStore
  readonly sessions: SessionStore
  readonly signInAnswers: SignInAnswerStore
  readonly consents: ConsentStore
  readonly attempts: AttemptStore
  readonly explanations: ExplanationStore
  readonly keys: KeyStore
  readonly facts: FactStore
  readonly jobs: JobStore
  readonly recoveries: RecoveryStore
  readonly trustedTime: TrustedTimeStore
  /** Rejects with `StorageUnavailable` if the database does not answer. */
  ping(): Promise<void>
  /**
   * One batch of the sweep. Checks the next `limit` grants (1 to 1,000) and deletes those that
   * ended before `overBefore`, those whose code expired unredeemed more than a day ago, and those
   * whose client or account is gone. Writes bulk revocations into the rows of their grants. Also
   * deletes up to `limit` of each other kind of expired row (`verbs/sweep.ts`). Its position is
   * kept in the database, so any number of processes share one turn, and a batch that two of them
   * take is deleted once.
   */
  sweep(request: {
    readonly now: number
    /**
     * The latest time of any clock. Attempts counted long after it came from a clock that was
     * wrong.
     */
    readonly latest?: number
    readonly overBefore: number
    readonly limit: number
  }): Promise<SweepResult>
  /** How often the database was queried, and how long that took. */
  statistics(): EngineStatistics
  close(): Promise<void>
}
