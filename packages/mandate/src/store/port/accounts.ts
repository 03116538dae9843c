/** The verbs on accounts, their identities, and the users that directories provision. */

import type { Act } from '../../facts/actor.ts'
import type { Account, AccountChange, Identity, IdentityName, ScimUser } from '../records.ts'
import type { Page, PageBefore, PageRequest } from './pages.ts'

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
  /** Newest first, of those whose ids begin with the time; pass `next` as `before`. */
  listNewest(page: PageBefore): Promise<Page<Account>>
  /**
   * Those whose email keys begin with this, in the order of the keys; `next` is a key. `begins` must be
   * a beginning of a key (`people/email.ts`).
   */
  listByAddress(begins: string, page: PageRequest): Promise<Page<Account>>
  /**
   * Those whose names begin with this, in any spelling (`tables/person-name.ts`), in the order of the
   * names. `next` is for this verb only.
   */
  listByName(begins: string, page: PageRequest): Promise<Page<Account>>
  /**
   * With the account as it was read instead of its id, only if it has not changed since; else, and if
   * there is none, `no_such_account`.
   */
  update(
    which: string | Account,
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
  /**
   * Disables the account, and lets the sweep delete it after `deleteAfter` (seconds since 1970).
   * Its sessions end in the same step, and no browser is known any more. False, without a change,
   * if it is disabled or does not exist. If somebody else disables it later, its owner can no longer
   * keep it until `enable`. Another `enable` keeps it.
   */
  askForDeletion(id: string, deleteAfter: number, act: Act): Promise<boolean>
  /** Takes that back. False, without a change, if its owner cannot do so. */
  keep(id: string, act: Act): Promise<boolean>
  /** Ends the account's sessions in the same step. */
  setPassword(id: string, passwordHash: string, act: Act): Promise<boolean>
  /**
   * Replaces the password, or sets the first one, if the hash is still `from`. In the same step ends
   * the account's other sessions.
   */
  changePassword(
    id: string,
    change: { readonly from: string | null; readonly to: string; readonly keptSession: string },
    act: Act,
  ): Promise<boolean>
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
  /** Whether it is disabled because its owner asked for its deletion, and can take that back. */
  readonly canBeKept: boolean
}

/** What the account displays. */
type ShownAccount = Pick<Account, 'email' | 'name' | 'profile'>
type ScimUserTaken = 'user_name_taken' | 'external_id_taken'

/**
 * The users that directories provision by SCIM, each with an account. A directory belongs to a
 * provider and finds only its users. Deleting the account deletes the user.
 */
export interface ScimUserStore {
  find(provider: string, accountId: string): Promise<ProvisionedUser | undefined>
  /** Of whichever directory; an account is in one at most. */
  findOf(accountId: string): Promise<ProvisionedUser | undefined>
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
