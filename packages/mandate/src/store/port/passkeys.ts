/** The verbs on passkeys. */

import type { Act } from '../../facts/actor.ts'
import type { Account, Passkey } from '../records.ts'

/** More than a person has. */
export const MOST_PASSKEYS = 20

export interface PasskeyStore {
  /**
   * `id_taken` whoever has a passkey with this id, and `too_many` if the account has
   * `MOST_PASSKEYS`.
   */
  insert(
    passkey: Passkey,
    act: Act,
  ): Promise<'inserted' | 'id_taken' | 'too_many' | 'no_such_account'>
  /** The passkey and its account. The account may be disabled: ask the gate. */
  find(id: string): Promise<{ readonly passkey: Passkey; readonly account: Account } | undefined>
  /** Oldest first, at most `MOST_PASSKEYS`. */
  listOf(accountId: string): Promise<readonly Passkey[]>
  /** False if it is not the account's. */
  rename(accountId: string, passkey: { id: string; name: string }, act: Act): Promise<boolean>
  /** False if it is not the account's, or if it may not be its last way in and is. */
  remove(
    accountId: string,
    passkey: { readonly id: string; readonly mayBeLast: boolean },
    act: Act,
  ): Promise<boolean>
  /**
   * Keeps the counter and the time of a use. `cloned` if the counter is not higher than before,
   * although the authenticator counts (WebAuthn §6.1.1): then the passkey is suspended, with a fact,
   * in the same step. `refused` if it was suspended before, or is gone.
   */
  use(
    id: string,
    use: { readonly counter: number; readonly isBackedUp: boolean },
    act: Act,
  ): Promise<'used' | 'cloned' | 'refused'>
}
