/**
 * Sign-in with e-mail address and password, in this order:
 *
 *     both given ──▶ room to hash ──▶ within the limits, a place of one's share, counted
 *         ──▶ password right ──▶ account not disabled ──▶ proven
 *
 * If there is no password to compare, the platform may be asked once (`platform-passwords.ts`). An
 * unknown address, a wrong password, an account without a password, a disabled account and a
 * failing platform get the same response after the same time. A session begins later, once everything
 * that the account and the request need is proven (`http/sign-in/complete.ts`).
 *
 * Neighbours: `throttle.ts` counts attempts, `shares.ts` keeps one party from taking every place,
 * `password.ts` compares passwords, `first-password.ts` stores a password that the platform has
 * verified.
 */

import type { Store } from '../store/port.ts'
import type { Account } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { canSignIn, findAccount } from './account.ts'
import type { SignInAttempt } from './attempt-limits.ts'
import { BUSY } from './bounded-queue.ts'
import { type FirstPasswordOutcome, questionFor } from './first-password.ts'
import type { Passwords } from './password.ts'
import type { PlatformPasswords } from './platform-passwords.ts'
import type { SignInProof } from './session.ts'
import { sharesOf, type Visitor } from './shares.ts'
import { admitAttempt } from './throttle.ts'

export interface SignInContext {
  readonly store: Pick<Store, 'accounts' | 'attempts'>
  readonly clock: Clock
  readonly random: Random
  readonly passwords: Passwords
  /** The platform, which may know the passwords of users who have none here. */
  readonly platform?: PlatformPasswords
}

/** The form's content and origin. */
export interface SignInRequest extends SignInAttempt {
  readonly password: string
}

export type SignInOutcome =
  | { readonly is: 'proven'; readonly account: Account; readonly proof: SignInProof }
  | { readonly is: 'missing'; readonly fields: readonly ('email' | 'password')[] }
  | {
      readonly is: 'wrong_credentials'
      /**
       * The platform could not be asked recently, so the password may be right. The state before
       * this attempt, so that it reveals nothing about this address.
       */
      readonly mayBeRight?: true
      /** What went wrong at the platform, for the log, without secrets. */
      readonly trouble?: string
    }
  /** Too many attempts; the password was not checked. */
  | { readonly is: 'wait'; readonly retryAfterSeconds: number }
  /** Too many passwords are being checked, or the account was just changed; try again later. */
  | { readonly is: 'busy' }

/** Rejects with `StorageUnavailable`, or if a thread that compares passwords dies. */
export const signIn = writes(
  async (context: SignInContext, request: SignInRequest): Promise<SignInOutcome> => {
    const fields = (['email', 'password'] as const).filter((field) => request[field] === '')
    if (fields.length > 0) return { is: 'missing', fields }

    const { passwords, platform } = context
    // Before anything is read: an overload must cost little.
    if (passwords.isBusy(request.browser === null ? 'new' : 'known')) return { is: 'busy' }
    let leave: (() => void) | undefined
    let leavePlatform: (() => void) | undefined
    const hasRoom = (visitor: Visitor) => {
      if (passwords.isBusy(visitor)) return false
      leave = passwords.shares.take(sharesOf(request, visitor))
      if (leave === undefined || platform === undefined) return leave !== undefined
      // Taken before the account is looked up, so that "busy" reveals nothing about it.
      leavePlatform = platform.takePlace(visitor)
      return leavePlatform !== undefined
    }
    try {
      const attempt = { ...request, hasRoom }
      const { attempts } = context.store
      const admission = await admitAttempt(attempts, attempt, context.clock.now())
      if (!admission.admitted) {
        const { because, retryAfterSeconds } = admission
        return because === 'full' ? { is: 'busy' } : { is: 'wait', retryAfterSeconds }
      }
      const mayBeRight = platform?.isInTrouble() === true
      const outcome = await comparePassword(context, request, { visitor: admission.visitor })
      if (outcome.is === 'busy') await admission.settle('unchecked')
      if (outcome.is === 'proven') await admission.settle('right')
      return outcome.is === 'wrong_credentials' && mayBeRight ? { ...outcome, mayBeRight } : outcome
    } finally {
      leave?.()
      leavePlatform?.()
    }
  },
)

interface Comparison {
  readonly visitor: Visitor
  readonly isRetry?: boolean
}

async function comparePassword(
  context: SignInContext,
  request: SignInRequest,
  comparison: Comparison,
): Promise<SignInOutcome> {
  const { store, passwords } = context
  const account = await findAccount(store.accounts, request.email)
  // A disabled account is treated as missing, so that its password cannot be confirmed, not even by
  // timing.
  const stored = account !== undefined && canSignIn(account) ? account.passwordHash : null
  const question = questionFor(context, request, account)
  const verdict = await passwords.verify(request.password, stored, {
    visitor: comparison.visitor,
    elsewhere: question?.ask,
  })
  if (verdict === BUSY) return { is: 'busy' }
  if (verdict === 'mismatch') return { is: 'wrong_credentials', ...question?.trouble() }
  const verified =
    account !== undefined && stored !== null
      ? await refreshHash(context, account, { stored, password: request.password })
      : await question?.keep()
  if (verified === undefined) return { is: 'wrong_credentials' }
  if (verified.is === 'changed') {
    // A concurrent sign-in came first, or the password was changed.
    if (comparison.isRetry) return { is: 'busy' }
    return comparePassword(context, request, { ...comparison, isRetry: true })
  }
  if (verified.is === 'busy') return { is: 'busy' }
  if (verified.is === 'refused') return { is: 'wrong_credentials', trouble: verified.detail }
  const { id: accountId, passwordHash } = verified.account
  const how = { amr: ['pwd'], acr: null, provider: null, authTime: context.clock.now() }
  return { is: 'proven', account: verified.account, proof: { accountId, passwordHash, ...how } }
}

/**
 * Replaces a foreign hash, or one of another cost, by a new one of ours, unless the account's hash
 * was changed in the meantime.
 */
async function refreshHash(
  { store, passwords }: SignInContext,
  account: Account,
  { stored, password }: { readonly stored: string; readonly password: string },
): Promise<FirstPasswordOutcome> {
  const kept = (passwordHash: string) =>
    ({ is: 'kept', account: { ...account, passwordHash } }) as const
  if (!passwords.needsRehash(stored)) return kept(stored)
  const made = await passwords.hash(password)
  if (made === BUSY) return kept(stored)
  const replaced = await store.accounts.replacePasswordHash(account.id, { from: stored, to: made })
  return replaced ? kept(made) : { is: 'changed' }
}
