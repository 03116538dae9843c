/**
 * The second factors of an account, and checking one during a sign-in:
 *
 *     digits ──▶ within the allowance, counted (`throttle.ts`) ──▶ right for the app's secret
 *         ──▶ its time step unused
 *     letters ──▶ an unused recovery code of the account
 *
 * Recovery codes cannot be guessed, so they work however many codes of the app somebody else tries. A
 * code that was used, by whomever, is refused, also if two arrive at once.
 *
 * An account with an authenticator app is asked for it at every sign-in that has not proved two
 * factors already; its passkeys will do as well. An account with passkeys alone is asked for one only
 * where the policy or the request needs it, because the passkey it signs in with is enough.
 */

import type { KeyRing } from '../grants/derivation.ts'
import type { Store } from '../store/port.ts'
import type { ReadStore } from '../store/read-only.ts'
import { writes } from '../store/write-access.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { readRecoveryCode, recoveryCodeId } from './recovery-codes.ts'
import { admitGuess } from './throttle.ts'
import { decryptSecret, encryptSecret, stepOfCode } from './totp.ts'

/** What an account has. */
export interface SecondFactors {
  readonly totp: boolean
  /** How many recovery codes are left. */
  readonly recoveryCodes: number
  /** How many passkeys work. */
  readonly passkeys: number
}

/** Rejects only with `StorageUnavailable`. */
export async function secondFactorsOf(
  { secondFactors, passkeys }: Pick<ReadStore, 'secondFactors' | 'passkeys'>,
  accountId: string,
): Promise<SecondFactors> {
  const [totp, codes, keys] = await Promise.all([
    secondFactors.findTotp(accountId),
    secondFactors.listRecoveryCodes(accountId),
    passkeys.listOf(accountId),
  ])
  return {
    totp: totp !== undefined,
    recoveryCodes: codes.filter(({ usedAt }) => usedAt === null).length,
    passkeys: keys.filter(({ suspendedAt }) => suspendedAt === null).length,
  }
}

export interface SecondFactorContext {
  readonly store: Pick<Store, 'attempts' | 'secondFactors' | 'usedOnce'>
  readonly keys: KeyRing
  readonly clock: Clock
  readonly random: Random
}

/** A code that somebody typed, and where. */
export interface TypedCode {
  readonly accountId: string
  readonly code: string
  /** The visitor's IP address. */
  readonly network: string
  /** The id of a browser that has signed in to this account before, or null. */
  readonly browser: string | null
}

export type CodeOutcome =
  | { readonly is: 'right'; readonly by: 'totp' | 'recovery_code' }
  | { readonly is: 'missing' | 'wrong' }
  /** It was right, and is used up. */
  | { readonly is: 'used' }
  /** Too many guesses; the code was not checked. */
  | { readonly is: 'wait'; readonly retryAfterSeconds: number }

/** Rejects only with `StorageUnavailable`. */
export const checkCode = writes(
  async (context: SecondFactorContext, typed: TypedCode): Promise<CodeOutcome> => {
    if (typed.code.trim() === '') return { is: 'missing' }
    const now = context.clock.now()
    const digits = typed.code.replaceAll(/[\s-]/g, '')
    if (!/^[0-9]{1,8}$/.test(digits)) return compareRecoveryCode(context, typed, now)
    const admission = await admitGuess(context.store.attempts, typed, now)
    if (!admission.admitted) {
      return { is: 'wait', retryAfterSeconds: admission.retryAfterSeconds }
    }
    const outcome = await compareTotp(context, { ...typed, code: digits }, now)
    if (outcome.is === 'right') await admission.settle('right')
    return outcome
  },
)

async function compareRecoveryCode(
  context: SecondFactorContext,
  { accountId, code }: TypedCode,
  now: number,
): Promise<CodeOutcome> {
  const recovery = readRecoveryCode(code)
  if (recovery === undefined) return { is: 'wrong' }
  const { secondFactors } = context.store
  const id = recoveryCodeId(accountId, recovery)
  const act = { by: { kind: 'account', id: accountId }, at: now } as const
  if (await secondFactors.useRecoveryCode({ id, accountId }, act)) {
    return { is: 'right', by: 'recovery_code' }
  }
  const codes = await secondFactors.listRecoveryCodes(accountId)
  return { is: codes.some((one) => one.id === id) ? 'used' : 'wrong' }
}

async function compareTotp(
  { store, keys, random }: SecondFactorContext,
  { accountId, code }: Pick<TypedCode, 'accountId' | 'code'>,
  now: number,
): Promise<CodeOutcome> {
  const totp = await store.secondFactors.findTotp(accountId)
  const secret = totp && decryptSecret(keys, totp)
  const found = secret && stepOfCode(secret, code, now)
  if (totp === undefined || secret === undefined || found === undefined) return { is: 'wrong' }
  const { step, expiresAt } = found
  if (!(await store.usedOnce.use(totpStepId(totp, step), { expiresAt, now }))) return { is: 'used' }
  // Under the current key from now on, so that an older key can be retired.
  const encrypted =
    totp.keyId === keys.current ? {} : encryptSecret({ keys, random }, { accountId, secret })
  await store.secondFactors.noteTotpUse({ ...totp, ...encrypted }, now)
  return { is: 'right', by: 'totp' }
}

/** Uses it up; false if it was used before, or has expired. Rejects only with `StorageUnavailable`. */
export const spend = writes(
  async (
    {
      store,
      clock,
    }: Pick<SecondFactorContext, 'clock'> & { readonly store: Pick<Store, 'usedOnce'> },
    { id, expiresAt }: { readonly id: string; readonly expiresAt: number },
  ): Promise<boolean> => store.usedOnce.use(id, { expiresAt, now: clock.now() }),
)

/** A new phone's first code is not taken for a used one of the old phone in the same half minute. */
export function totpStepId(
  { accountId, createdAt }: { readonly accountId: string; readonly createdAt: number },
  step: number,
): string {
  return `totp.${accountId}.${createdAt}.${step}`
}
