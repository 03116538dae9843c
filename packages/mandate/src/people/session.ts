/**
 * A session is a browser that is signed in to an account. Its cookie has 32 random bytes; the row
 * has only their SHA-256, so the database gives no access. Each sign-in starts a new session
 * (docs/protocol.md §0: the session id changes at sign-in), which ends by sign-out, by time, when
 * the password changes or the account is disabled, and when the account has very many newer ones.
 */

import { hash } from 'node:crypto'
import { DOUBT_SECONDS } from '../grants/trusted-time.ts'
import type { SessionStore } from '../store/port.ts'
import type { Account, Session } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock, Random } from '../time-and-chance.ts'

const SECRET_BYTES = 32
const SECRET_SHAPE = /^[A-Za-z0-9_-]{43}$/

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

/**
 * Begins a session, now (`at`) until `expiresAt`, in seconds since 1970; undefined if in the meantime the
 * account was disabled, the password that was given was changed, or the provider was unlinked, or if the
 * answer was used before.
 */
export async function startSession(
  { sessions, random }: { readonly sessions: SessionStore; readonly random: Random },
  { passwordHash, spends, ...proof }: SignInProof,
  { at, expiresAt }: { readonly at: number; readonly expiresAt: number },
): Promise<StartedSession | undefined> {
  const cookieSecret = Buffer.from(random(SECRET_BYTES)).toString('base64url')
  const session: Session = { id: sessionId(cookieSecret), ...proof, expiresAt }
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
  readonly settings: { readonly sessionSeconds: number }
}

/**
 * Begins a session after everything is proven, and ends the one that this browser had; undefined
 * as for `startSession`. Rejects only with `StorageUnavailable`.
 */
export const beginSession = writes(
  async (
    { store: { sessions }, clock, random, settings }: SessionContext,
    proof: SignInProof,
    /** The cookie secret of the browser's current session. */
    { oldSessionSecret }: { readonly oldSessionSecret: string | undefined },
  ): Promise<StartedSession | undefined> => {
    const at = clock.now()
    const expiresAt = at + settings.sessionSeconds
    const started = await startSession({ sessions, random }, proof, { at, expiresAt })
    if (started !== undefined) await endSession(sessions, oldSessionSecret)
    return started
  },
)

/**
 * The session of this cookie, with its account; undefined if there is none, it has expired, or the
 * account is disabled. `now` in seconds since 1970.
 */
export async function findSession(
  sessions: Pick<SessionStore, 'find'>,
  cookieSecret: string | undefined,
  now: number,
): Promise<SignedIn | undefined> {
  if (!isSecret(cookieSecret)) return undefined
  const found = await sessions.find(sessionId(cookieSecret))
  if (found === undefined || found.session.expiresAt <= now) return undefined
  // It was started by a clock that was ahead, and would last too long.
  if ((found.session.authTime ?? 0) > now + DOUBT_SECONDS) return undefined
  return found.account.disabledAt === null ? found : undefined
}

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
