/**
 * Sign-in with e-mail address and password, in this order:
 *
 *     both given ──▶ room to hash ──▶ within the allowance, a place of one's share, counted
 *         ──▶ password right ──▶ account not disabled ──▶ a new session, the old one of this
 *         browser ended
 *
 * An unknown address, a wrong password, an account without a password and a disabled account get
 * the same answer after the same work. Neighbours: `throttle.ts` counts attempts, `shares.ts` keeps
 * one party from taking every place, `password.ts` compares passwords, `session.ts` stores
 * sessions.
 */

import type { Store } from '../store/port.ts'
import type { Account, Session } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { findAccount } from './account.ts'
import type { SignInAttempt } from './attempt-limits.ts'
import { BUSY } from './bounded-queue.ts'
import type { Passwords } from './password.ts'
import { endSession, startSession } from './session.ts'
import { sharesOf } from './shares.ts'
import { admitAttempt, recordSuccess } from './throttle.ts'

export interface SignInContext {
  readonly store: Pick<Store, 'accounts' | 'attempts' | 'sessions'>
  readonly clock: Clock
  readonly random: Random
  readonly passwords: Passwords
  readonly settings: { readonly sessionSeconds: number }
}

/** The form's content and origin. */
export interface SignInRequest extends SignInAttempt {
  readonly password: string
  /** The cookie secret of this browser's current session. */
  readonly oldSessionSecret: string | undefined
}

export type SignInOutcome =
  | {
      readonly is: 'signed_in'
      readonly account: Account
      readonly session: Session
      readonly cookieSecret: string
    }
  | { readonly is: 'missing'; readonly fields: readonly ('email' | 'password')[] }
  | { readonly is: 'wrong_credentials' }
  /** Too many attempts; the password was not checked. */
  | { readonly is: 'wait'; readonly retryAfterSeconds: number }
  /** Too many passwords are being checked, or the account was just changed; try again later. */
  | { readonly is: 'busy' }

/** Rejects with `StorageUnavailable`, or if a thread that compares passwords is lost. */
export const signIn = writes(
  async (context: SignInContext, request: SignInRequest): Promise<SignInOutcome> => {
    const fields = (['email', 'password'] as const).filter((field) => request[field] === '')
    if (fields.length > 0) return { is: 'missing', fields }

    const { passwords } = context
    const visitor = request.browser === null ? 'stranger' : 'known'
    // Before counting, so that an overload does not use up an honest user's allowance.
    if (passwords.isBusy(visitor)) return { is: 'busy' }
    let leave: (() => void) | undefined
    const hasRoom = () => {
      leave = passwords.shares.take(sharesOf(request))
      return leave !== undefined
    }
    try {
      const now = context.clock.now()
      const attempt = { ...request, hasRoom }
      const admission = await admitAttempt(context.store.attempts, attempt, now)
      if (!admission.admitted) {
        const { because, retryAfterSeconds } = admission
        return because === 'full' ? { is: 'busy' } : { is: 'wait', retryAfterSeconds }
      }
      return await comparePassword(context, request, { visitor, now })
    } finally {
      leave?.()
    }
  },
)

interface Comparison {
  readonly visitor: 'known' | 'stranger'
  /** When the attempt was admitted. */
  readonly now: number
  readonly isRetry?: boolean
}

async function comparePassword(
  context: SignInContext,
  request: SignInRequest,
  { visitor, now, isRetry = false }: Comparison,
): Promise<SignInOutcome> {
  const { store, passwords } = context
  const account = await findAccount(store.accounts, request.email)
  // A disabled account is like none, so that its password cannot be confirmed, not even by timing.
  const stored = account?.disabledAt === null ? account.passwordHash : null
  const verdict = await passwords.verify(request.password, stored, visitor)
  if (verdict === BUSY) return { is: 'busy' }
  const isRight = account !== undefined && stored !== null && verdict === 'match'
  if (!isRight) return { is: 'wrong_credentials' }
  const { password } = request
  const passwordHash = await refreshHash(context, account.id, { stored, password })
  if (passwordHash === undefined) {
    // Another sign-in was faster, or somebody changed the password.
    if (isRetry) return { is: 'busy' }
    return comparePassword(context, request, { visitor, now, isRetry: true })
  }
  await recordSuccess(store.attempts, request, now)
  return begin(context, request, { ...account, passwordHash })
}

/**
 * Starts the session, unless the account was disabled or its password changed during the check. The
 * next attempt sees the current state.
 */
async function begin(
  context: SignInContext,
  request: SignInRequest,
  account: Account,
): Promise<SignInOutcome> {
  const { store, clock, random, settings } = context
  const authTime = clock.now()
  const { sessions } = store
  const started = await startSession(
    { sessions, random },
    {
      ...{ accountId: account.id, passwordHash: account.passwordHash, authTime },
      ...{ amr: ['pwd'], acr: null, provider: null },
    },
    { at: authTime, expiresAt: authTime + settings.sessionSeconds },
  )
  if (started === undefined) return { is: 'busy' }
  await endSession(sessions, request.oldSessionSecret)
  return { is: 'signed_in', account, ...started }
}

/**
 * Replaces a hash that was made elsewhere or at another cost by one of ours. Returns the account's
 * current hash, or undefined if that was changed in the meantime.
 */
async function refreshHash(
  { store, passwords }: SignInContext,
  accountId: string,
  { stored, password }: { readonly stored: string; readonly password: string },
): Promise<string | undefined> {
  if (!passwords.needsRehash(stored)) return stored
  const made = await passwords.hash(password)
  if (made === BUSY) return stored
  const replaced = await store.accounts.replacePasswordHash(accountId, { from: stored, to: made })
  return replaced ? made : undefined
}
