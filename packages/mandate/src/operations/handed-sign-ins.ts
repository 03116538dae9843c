/**
 * Answers of a platform to sign-ins that were handed to it (`ways/handoff.ts`). The first answer
 * counts. The same answer may be repeated, because a response can get lost; a different one is
 * refused.
 */

import { hash } from 'node:crypto'
import { canSignIn } from '../people/account.ts'
import { type AccountContext, accountOf, LEEWAY_SECONDS } from '../people/arrival.ts'
import type { Store } from '../store/port.ts'
import type { Profile } from '../store/tables/profile.ts'
import { writes } from '../store/write-access.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

/** How long the continuation is valid after the answer, in seconds. */
const SECONDS_TO_GO_ON = 60
/** How far ahead the platform's clock may be. */
const CLOCKS_APART_SECONDS = 60

interface AnswerContext extends AccountContext {
  readonly store: Pick<Store, 'accounts' | 'signInAnswers'>
}

/** The user signed in at the platform. */
export interface SignedInThere {
  readonly is: 'signed_in'
  readonly subject: string
  readonly email: string | null
  readonly emailVerified: boolean
  readonly name: string | null
  /** The claims of a profile that it says. */
  readonly profile: Profile
  /** In seconds since 1970; null if the person has just signed in. */
  readonly authTime: number | null
  readonly amr: readonly string[]
  readonly acr: string | null
}

/** The platform refused, with an error code for the client (OpenID Connect Core §3.1.2.6). */
export interface RefusedThere {
  readonly is: 'refused'
  readonly error: string
  readonly reason: string | null
}

export type AnswerOutcome =
  /** `expiresAt` is when the continuation expires, in seconds since 1970. */
  | { readonly is: 'answered'; readonly answerHash: string; readonly expiresAt: number }
  /** There is already a different answer. */
  | { readonly is: 'already_answered' }
  /** The same answer was given, and the browser has already used it. */
  | { readonly is: 'already_used' }
  | { readonly is: 'expired' }
  | { readonly is: 'sign_in_too_old'; readonly notBefore: number }
  | { readonly is: 'auth_time_in_future' }
  | { readonly is: 'account_disabled' }

interface Given {
  readonly signIn: { readonly answerId: string; readonly authTimeAfter: number | null }
  /** The provider that the subject belongs to. */
  readonly provider: string
  readonly answer: SignedInThere | RefusedThere
}

/**
 * Stores the answer, and creates or updates the account. Rejects only with `StorageUnavailable`;
 * then the same answer may be given again.
 */
export const answerSignIn = operation(
  { by: ['platform'] },
  async (context: AnswerContext, actor, given: Given): Promise<AnswerOutcome> => {
    const { signInAnswers } = context.store
    const { signIn, provider, answer } = given
    const now = context.clock.now()
    const answerHash = hash('sha256', JSON.stringify(answer), 'hex')
    if ((await signInAnswers.find(signIn.answerId)) === undefined) {
      const problem = await problemOf(context, given, now)
      if (problem !== undefined) return problem
      const expiresAt = now + SECONDS_TO_GO_ON
      await signInAnswers.insert({
        id: signIn.answerId,
        answerHash,
        expiresAt,
        ...partsOf(answer, now),
      })
    }
    // Read again: of two concurrent answers only one counts.
    const kept = await signInAnswers.find(signIn.answerId)
    if (kept?.answerHash !== answerHash) return { is: 'already_answered' }
    if (kept.usedBy !== null) return { is: 'already_used' }
    if (kept.expiresAt <= now) return { is: 'expired' }
    const outcome = { is: 'answered', answerHash, expiresAt: kept.expiresAt } as const
    if (answer.is === 'refused') return outcome
    const rules = { accept: 'everybody', asksToLink: false } as const
    const person = { ...answer, provider }
    const { is } = await accountOf(context, person, { rules, by: actor })
    return is === 'account_disabled' ? { is } : outcome
  },
)

async function problemOf(
  { store }: AnswerContext,
  { answer, provider, signIn: { authTimeAfter } }: Given,
  now: number,
): Promise<AnswerOutcome | undefined> {
  if (answer.is === 'refused') return undefined
  const { subject, authTime } = answer
  if (authTime !== null && authTime > now + CLOCKS_APART_SECONDS)
    return { is: 'auth_time_in_future' }
  if (authTime !== null && authTimeAfter !== null && authTime < authTimeAfter - LEEWAY_SECONDS) {
    return { is: 'sign_in_too_old', notBefore: authTimeAfter }
  }
  const account = await store.accounts.findByIdentity(provider, subject)
  return account !== undefined && !canSignIn(account) ? { is: 'account_disabled' } : undefined
}

function partsOf(answer: Given['answer'], now: number) {
  if (answer.is === 'refused') {
    const { error: refusal, reason } = answer
    return { refusal, reason, subject: null, authTime: null, amr: [], acr: null, usedBy: null }
  }
  const { subject, amr, acr } = answer
  const authTime = answer.authTime ?? now
  return { subject, authTime, amr, acr, refusal: null, reason: null, usedBy: null }
}

/**
 * Uses up an answer without a sign-in. True for one caller only. Rejects only with
 * `StorageUnavailable`.
 */
export const useUpSignInAnswer = writes(
  (
    { store, clock }: { readonly store: Pick<Store, 'signInAnswers'>; readonly clock: Clock },
    answerId: string,
  ) => store.signInAnswers.use(answerId, clock.now()),
)
