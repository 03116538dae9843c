/**
 * A session is a browser that is signed in to an account. Its cookie has 32 random bytes; the row
 * has only their SHA-256, so the database gives no access. Each sign-in starts a new session
 * (docs/protocol.md §0: the session id changes at sign-in), which ends by sign-out, by time, when it
 * is not used, when the password changes or the account is disabled, and when the account has very
 * many newer ones.
 *
 * A session that is over by this machine's clock is refused, but only the sweep deletes it, by the
 * trusted time. So a clock that is wrong for an hour ends nothing.
 */

import { hash } from 'node:crypto'
import { DOUBT_SECONDS } from '../grants/trusted-time.ts'
import { type SessionStore, StorageUnavailable } from '../store/port.ts'
import type { Account, Session } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock, Random } from '../time-and-chance.ts'

const SECRET_BYTES = 32
/** 22 characters. */
const SID_BYTES = 16
const SECRET_SHAPE = /^[A-Za-z0-9_-]{43}$/
/**
 * How long a sign-in counts as recent, in seconds. With an older one, another person may be using a
 * computer that was left unlocked.
 */
export const SECONDS_OF_PROOF = 15 * 60
/** How exactly the time of the last use is kept. */
const SECONDS_BETWEEN_NOTES = 5 * 60

/** How long sessions last, in seconds. */
export interface SessionLimits {
  readonly sessionSeconds: number
  /** Without use; 0 for no limit. Not for a session that the person asked to keep. */
  readonly sessionIdleSeconds: number
  /** For a session that the person asked to keep; 0 if that is not offered. */
  readonly keepSignedInSeconds: number
}

/** The browser of a sign-in. */
export type SignInOrigin = Pick<Session, 'browser' | 'agent' | 'network'>

/** Who is signed in at a browser. */
export interface SignedIn {
  readonly session: Session
  readonly account: Account
}

/** `cookieSecret` is for the browser and is not stored here. */
export interface StartedSession {
  readonly session: Session
  readonly cookieSecret: string
}

/** How the user signed in. */
export interface SignInProof {
  readonly accountId: string
  /** The authentication methods, with the names of RFC 8176 §2. */
  readonly amr: readonly string[]
  /** The authentication context class, if known (OpenID Connect Core §2). */
  readonly acr: string | null
  /** The provider that was used to sign in; null for a password. */
  readonly provider: string | null
  /** The hash of the password that was given; null if none was. */
  readonly passwordHash: string | null
  /**
   * When the person signed in, in seconds since 1970. With an external way, this may be long ago.
   * Null if unknown.
   */
  readonly authTime: number | null
  /** The id of the platform's answer that the session uses up. */
  readonly spends?: string | undefined
}

export interface Beginning {
  /** Now, in seconds since 1970. */
  readonly at: number
  readonly from: SignInOrigin
  /** Whether the person asked to stay signed in. */
  readonly isKept: boolean
  /** The public id of the session that this one continues; a new one by default. */
  readonly sid?: string | undefined
}

/**
 * Begins a session; undefined if in the meantime the account was disabled, the password that was
 * given was changed, or the provider was unlinked, or if the answer was used before.
 */
export async function startSession(
  {
    sessions,
    random,
    settings,
  }: {
    readonly sessions: SessionStore
    readonly random: Random
    readonly settings: SessionLimits
  },
  { passwordHash, spends, ...proof }: SignInProof,
  { at, from, isKept, sid }: Beginning,
): Promise<StartedSession | undefined> {
  const cookieSecret = Buffer.from(random(SECRET_BYTES)).toString('base64url')
  const keeps = isKept && settings.keepSignedInSeconds > 0
  const session: Session = {
    id: sessionId(cookieSecret),
    sid: sid ?? Buffer.from(random(SID_BYTES)).toString('base64url'),
    ...proof,
    ...from,
    isKept: keeps,
    startedAt: at,
    lastSeenAt: at,
    expiresAt: at + (keeps ? settings.keepSignedInSeconds : settings.sessionSeconds),
  }
  const act = { by: { kind: 'account', id: proof.accountId }, at } as const
  const begun =
    spends === undefined
      ? await sessions.insert(session, passwordHash, act)
      : await sessions.insertWithAnswer(session, { answerId: spends, at }, act)
  return begun ? { session, cookieSecret } : undefined
}

export interface SessionContext {
  readonly store: { readonly sessions: SessionStore }
  readonly clock: Clock
  readonly random: Random
  readonly settings: SessionLimits
}

/**
 * Begins a session after everything is proven, and ends the one that this browser had; undefined
 * as for `startSession`. If that was the same person's, its public id is kept: signing in again is not
 * a logout. Rejects only with `StorageUnavailable`.
 */
export const beginSession = writes(
  async (
    { store: { sessions }, clock, random, settings }: SessionContext,
    proof: SignInProof,
    {
      oldSessionSecret,
      ...beginning
    }: Omit<Beginning, 'at' | 'sid'> & {
      /** The cookie secret of the browser's current session. */
      readonly oldSessionSecret: string | undefined
    },
  ): Promise<StartedSession | undefined> => {
    const at = clock.now()
    const old = await lookUp({ sessions, settings }, oldSessionSecret, at)
    const sid = old?.account.id === proof.accountId ? old.session.sid : undefined
    const started = await startSession({ sessions, random, settings }, proof, {
      at,
      ...beginning,
      sid,
    })
    if (started !== undefined) await endSession(sessions, oldSessionSecret)
    return started
  },
)

/** Whether a browser with this session is signed in. `now` in seconds since 1970. */
export function isSessionLive(
  { expiresAt, startedAt, lastSeenAt, isKept }: Session,
  {
    now,
    settings: { sessionIdleSeconds },
  }: { readonly now: number; readonly settings: Pick<SessionLimits, 'sessionIdleSeconds'> },
): boolean {
  if (expiresAt <= now) return false
  // It was started by a clock that was ahead, and would last too long.
  if (startedAt > now + DOUBT_SECONDS) return false
  return isKept || sessionIdleSeconds === 0 || now < lastSeenAt + sessionIdleSeconds
}

/**
 * The session of this cookie, with its account; undefined if there is none, it is over, or the
 * account is disabled. `now` in seconds since 1970.
 */
export async function findSession(
  context: Finding,
  cookieSecret: string | undefined,
  now: number,
): Promise<SignedIn | undefined> {
  const found = await lookUp(context, cookieSecret, now)
  return found?.account.disabledAt === null ? found : undefined
}

interface Finding {
  readonly sessions: Pick<SessionStore, 'find'>
  readonly settings: Pick<SessionLimits, 'sessionIdleSeconds'>
}

async function lookUp(
  { sessions, settings }: Finding,
  cookieSecret: string | undefined,
  now: number,
): Promise<SignedIn | undefined> {
  if (!isSecret(cookieSecret)) return undefined
  const found = await sessions.find(sessionId(cookieSecret))
  return found !== undefined && isSessionLive(found.session, { now, settings }) ? found : undefined
}

/**
 * The same for an account that waits for its deletion. All that this session can do is to keep the
 * account.
 */
export async function findWaiting(
  context: Finding,
  cookieSecret: string | undefined,
  now: number,
): Promise<SignedIn | undefined> {
  const found = await lookUp(context, cookieSecret, now)
  return found?.account.deletion?.canBeKept === true ? found : undefined
}

/**
 * Notes that the session was used `now` (seconds since 1970), unless that was noted minutes ago.
 * Does not fail: a page is not refused because this cannot be written.
 */
export const noteUse = writes(
  async (
    { store }: { readonly store: { readonly sessions: SessionStore } },
    { id, lastSeenAt }: Session,
    now: number,
  ): Promise<void> => {
    // A time that is far ahead comes from a clock that was wrong.
    if (now < lastSeenAt + SECONDS_BETWEEN_NOTES && lastSeenAt <= now + DOUBT_SECONDS) return
    try {
      await store.sessions.see(id, { at: now, insteadOf: lastSeenAt })
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error
    }
  },
)

/** Ends the session of this cookie, if there is one. */
export async function endSession(
  sessions: SessionStore,
  cookieSecret: string | undefined,
): Promise<void> {
  if (isSecret(cookieSecret)) await sessions.delete(sessionId(cookieSecret))
}

function isSecret(text: string | undefined): text is string {
  return text !== undefined && SECRET_SHAPE.test(text)
}

function sessionId(cookieSecret: string): string {
  return hash('sha256', cookieSecret, 'hex')
}
