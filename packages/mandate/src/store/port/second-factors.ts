/** The verbs behind second factors: the authenticator app, recovery codes, and what works once. */

import type { Act } from '../../facts/actor.ts'
import type { KeyId } from '../../grants/grant.ts'
import type { RecoveryCode, TotpAuthenticator } from '../records.ts'

export interface SecondFactorStore {
  findTotp(accountId: string): Promise<TotpAuthenticator | undefined>
  /**
   * The account's authenticator app from now on, instead of any other one, and its recovery codes
   * if there are new ones, in one step. False if the account does not exist.
   */
  putTotp(
    totp: TotpAuthenticator,
    codes: readonly RecoveryCode[] | null,
    act: Act,
  ): Promise<boolean>
  /**
   * Notes that it was used, and its secret as it is encrypted now. Nothing happens if another one
   * has taken its place.
   */
  noteTotpUse(totp: TotpAuthenticator, at: number): Promise<void>
  /** Those encrypted under other keys, in the order of their accounts after `after`. */
  listTotpNotUnder(
    keyId: KeyId,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly TotpAuthenticator[]>
  /** The same secret under another key. Nothing happens if it was changed meanwhile. */
  rekeyTotp(
    totp: TotpAuthenticator,
    encrypted: Pick<TotpAuthenticator, 'keyId' | 'secret'>,
  ): Promise<void>
  /** Removes the authenticator app and the recovery codes; false if there was no app. */
  removeTotp(accountId: string, act: Act): Promise<boolean>
  /** Used ones too. */
  listRecoveryCodes(accountId: string): Promise<readonly RecoveryCode[]>
  /** Replaces all codes of the account. */
  putRecoveryCodes(accountId: string, codes: readonly RecoveryCode[], act: Act): Promise<void>
  /** Uses up a code of this account. True for one caller only. */
  useRecoveryCode(code: Pick<RecoveryCode, 'id' | 'accountId'>, act: Act): Promise<boolean>
}

/** Things that work once. */
export interface UsedOnceStore {
  /** Whether it was used. To decide by it alone would be a race: `use` decides. */
  isUsed(id: string): Promise<boolean>
  /**
   * Uses it up. True for one caller only, and never once it has expired (`expiresAt` and `now` in
   * seconds since 1970). The id must never stand for another thing later.
   */
  use(id: string, life: { readonly expiresAt: number; readonly now: number }): Promise<boolean>
}
