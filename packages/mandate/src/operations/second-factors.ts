/** Adds, replaces and removes second factors. */

import type { KeyRing } from '../grants/derivation.ts'
import { newRecoveryCodes } from '../people/recovery-codes.ts'
import { totpStepId } from '../people/second-factors.ts'
import { SECONDS_OF_PROOF } from '../people/session.ts'
import { encryptSecret, stepOfCode } from '../people/totp.ts'
import type { Store } from '../store/port.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { theAccount } from './permitted.ts'

interface FactorContext {
  readonly store: Pick<Store, 'secondFactors' | 'usedOnce'>
  readonly clock: Clock
  readonly random: Random
}

export type AddTotpOutcome =
  /** With the recovery codes, to be shown once; null if those that the account has still hold. */
  | { readonly is: 'added'; readonly codes: readonly string[] | null }
  | { readonly is: 'wrong_code' }
  | { readonly is: 'no_such_account' }

/**
 * The account's authenticator app from now on, if `code` shows that the app has the secret. Another
 * app that it had no longer counts. The caller has proof that the owner signed in recently. Other
 * sessions in which somebody signed in recently end, all but `keptSession`: without the app, they could
 * remove it at once.
 * Rejects only with `StorageUnavailable`.
 */
export const addTotp = operation(
  { by: ['account'] },
  async (
    {
      store,
      clock,
      random,
      keys,
    }: FactorContext & {
      readonly keys: KeyRing
      readonly store: { readonly sessions: Pick<Store['sessions'], 'endProvenSince'> }
    },
    actor,
    {
      secret,
      code,
      keptSession = '',
    }: { readonly secret: Uint8Array; readonly code: string; readonly keptSession?: string },
  ): Promise<AddTotpOutcome> => {
    const accountId = actor.id
    const now = clock.now()
    const found = stepOfCode(secret, code.replaceAll(/\s/g, ''), now)
    if (found === undefined) return { is: 'wrong_code' }
    const known = await store.secondFactors.listRecoveryCodes(accountId)
    const codes = known.some(({ usedAt }) => usedAt === null)
      ? null
      : newRecoveryCodes(random, { accountId, at: now })
    const totp = {
      ...{ accountId, createdAt: now, lastUsedAt: null },
      ...encryptSecret({ keys, random }, { accountId, secret }),
    }
    const act = { by: actor, at: now }
    if (!(await store.secondFactors.putTotp(totp, codes?.stored ?? null, act))) {
      return { is: 'no_such_account' }
    }
    const others = { accountId, except: keptSession }
    await store.sessions.endProvenSince(now - SECONDS_OF_PROOF, others)
    // This code must not work again at the next sign-in.
    await store.usedOnce.use(totpStepId(totp, found.step), { expiresAt: found.expiresAt, now })
    return { is: 'added', codes: codes?.shown ?? null }
  },
)

/**
 * Removes the authenticator app and the recovery codes; false if there was no app. Rejects only
 * with `StorageUnavailable`.
 */
export const removeTotp = operation(
  { by: ['account', 'operator'], needs: 'users:write', touches: theAccount },
  async (
    { store, clock }: Omit<FactorContext, 'random'>,
    actor,
    { accountId }: { readonly accountId: string },
  ): Promise<boolean> => {
    const whose = actor.kind === 'account' ? actor.id : accountId
    return store.secondFactors.removeTotp(whose, { by: actor, at: clock.now() })
  },
)

/** New recovery codes, to be shown once, instead of the old ones. Rejects as above. */
export const renewRecoveryCodes = operation(
  { by: ['account'] },
  async ({ store, clock, random }: FactorContext, actor, _: object): Promise<readonly string[]> => {
    const at = clock.now()
    const { shown, stored } = newRecoveryCodes(random, { accountId: actor.id, at })
    await store.secondFactors.putRecoveryCodes(actor.id, stored, { by: actor, at })
    return shown
  },
)
