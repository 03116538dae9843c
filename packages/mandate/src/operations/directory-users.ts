/**
 * Users that a directory provisions by SCIM. A directory sees only the users that it provisioned
 * itself. They are linked to its provider by external id and never found by address.
 */

import { canSignIn, newAccountId } from '../people/account.ts'
import { emailKey } from '../people/email.ts'
import { directoryProfile, newProfile } from '../people/profile.ts'
import type { ProvisionedUser, Store } from '../store/port.ts'
import type { Account, ScimUser } from '../store/records.ts'
import type { Profile } from '../store/tables/profile.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'

interface ProvisioningContext {
  readonly store: Pick<Store, 'accounts' | 'scimUsers'>
  readonly clock: Clock
  readonly random: Random
}

/** A user as the directory describes it. */
export interface WantedUser {
  readonly userName: string
  /** The key that all spellings of the user name share. */
  readonly userNameKey: string
  readonly externalId: string | null
  /** Null means no change; a new user is active. */
  readonly active: boolean | null
  readonly email: string | null
  /** The address and the name to show. */
  readonly shownEmail: string | null
  readonly shownName: string | null
  /** What the account's profile takes from it. */
  readonly told: Profile
  readonly profile: object
}

type Taken = { readonly is: 'user_name_taken' | 'external_id_taken' }

/**
 * Creates an account for the user, without a sign-in name. If the external id is already an
 * identity of an account, that account becomes the user. Rejects only with `StorageUnavailable`.
 */
export const provisionUser = operation(
  { by: ['platform'] },
  async (
    { store, clock, random }: ProvisioningContext,
    actor,
    { provider, wanted }: { readonly provider: string; readonly wanted: WantedUser },
  ): Promise<{ readonly is: 'provisioned'; readonly user: ProvisionedUser } | Taken> => {
    const now = clock.now()
    const act = { by: actor, at: now }
    const owner =
      wanted.externalId === null
        ? undefined
        : await store.accounts.findByIdentity(provider, wanted.externalId)
    const account = owner ?? newAccount(wanted, newAccountId(now, random), now)
    const isOff = wanted.active === false
    const disables = isOff && (owner === undefined || canSignIn(owner))
    const user: ScimUser = {
      ...{ accountId: account.id, provider, createdAt: now },
      ...told(wanted, { active: true, now, random }),
      deactivatedAt: disables && account.deletion === null ? now : null,
    }
    const is =
      owner === undefined
        ? await store.scimUsers.insert(user, account, act)
        : await store.scimUsers.adopt(user, { ...shown(wanted, account, now), disables }, act)
    if (is === 'no_such_identity') return { is: 'external_id_taken' }
    if (is !== 'inserted' && is !== 'adopted') return { is }
    return {
      is: 'provisioned',
      user: {
        ...user,
        disabledAt: disables ? now : account.disabledAt,
        canBeKept: !disables && account.deletion?.canBeKept === true,
      },
    }
  },
)

/** How often an update is retried after concurrent changes. */
const ATTEMPTS = 10

/**
 * Updates a user. `describe` is called with the current user, and again after a concurrent change;
 * its errors pass through. With a `revision`, only a user at that revision is changed. Rejects with
 * `StorageUnavailable` otherwise.
 */
export const describeUser = operation(
  { by: ['platform'] },
  async (
    { store, clock, random }: ProvisioningContext,
    actor,
    wish: WhichUser & { readonly describe: (user: ProvisionedUser) => WantedUser },
  ): Promise<
    | { readonly is: 'described' | 'unchanged'; readonly user: ProvisionedUser }
    | { readonly is: 'no_such_user' | 'other_revision' | 'busy' }
    | Taken
  > => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const from = await store.scimUsers.find(wish.provider, wish.accountId)
      if (from === undefined) return { is: 'no_such_user' }
      if (isOther(wish.revision, from)) return { is: 'other_revision' }
      const now = clock.now()
      const wanted = wish.describe(from)
      const turns = turnOf(wanted, from)
      const user = {
        ...from,
        ...told(wanted, { active: from.active, now, random }),
        // An account that waits for its deletion was not disabled by the directory.
        deactivatedAt: from.canBeKept ? null : afterTurn(turns, from.deactivatedAt, now),
      }
      const changed = WATCHED.filter(
        (property) => JSON.stringify(user[property]) !== JSON.stringify(from[property]),
      )
      if (turns === null && changed.length === 0) return { is: 'unchanged', user: from }
      const { disabledAt, canBeKept: _, ...row } = user
      const account = await store.accounts.find(wish.accountId)
      if (account === undefined) return { is: 'no_such_user' }
      const is = await store.scimUsers.update(
        row,
        { ...shown(wanted, account, now), from, changed, turns },
        { by: actor, at: now },
      )
      if (is === 'updated') {
        const after = {
          ...row,
          disabledAt: afterTurn(turns, disabledAt, now),
          canBeKept: turns === null && user.canBeKept,
        }
        return { is: 'described', user: after }
      }
      if (is !== 'changed_meanwhile') return { is }
    }
    return { is: 'busy' }
  },
)

/** Deletes a user's account and everything that belongs to it. Rejects as above. */
export const removeUser = operation(
  { by: ['platform'] },
  async (
    { store, clock }: ProvisioningContext,
    actor,
    { provider, accountId, revision }: WhichUser,
  ): Promise<{ readonly is: 'removed' | 'no_such_user' | 'other_revision' }> => {
    const user = await store.scimUsers.find(provider, accountId)
    if (user === undefined) return { is: 'no_such_user' }
    if (isOther(revision, user)) return { is: 'other_revision' }
    const removed = await store.accounts.delete(accountId, { by: actor, at: clock.now() })
    return { is: removed ? 'removed' : 'no_such_user' }
  },
)

interface WhichUser {
  readonly provider: string
  readonly accountId: string
  /** Undefined for any. */
  readonly revision: string | undefined
}

const WATCHED = ['userName', 'externalId', 'email', 'active', 'profile'] as const

function isOther(revision: string | undefined, user: ProvisionedUser): boolean {
  return revision !== undefined && revision !== user.revision
}

type Turn = 'on' | 'off' | null

/**
 * A directory enables only accounts that it disabled itself. If an operator disabled the account,
 * the directory cannot enable it, not even by disabling it first. An account that waits for its
 * deletion can be disabled, so that its owner cannot keep it, and not be enabled.
 */
function turnOf(
  { active }: WantedUser,
  { disabledAt, deactivatedAt, canBeKept }: ProvisionedUser,
): Turn {
  if (active === false && (disabledAt === null || canBeKept)) return 'off'
  const isOwn = disabledAt !== null && disabledAt === deactivatedAt
  return active === true && isOwn ? 'on' : null
}

function afterTurn(turns: Turn, before: number | null, now: number): number | null {
  if (turns === null) return before
  return turns === 'off' ? now : null
}

function told(
  wanted: WantedUser,
  { active, now, random }: { active: boolean; now: number; random: Random },
) {
  const { userName, userNameKey, externalId, email, profile } = wanted
  return {
    ...{ userName, userNameKey, externalId, email, profile, updatedAt: now },
    emailKey: email === null ? null : emailKey(email),
    active: wanted.active ?? active,
    revision: Buffer.from(random(12)).toString('hex'),
  }
}

function shown(wanted: WantedUser, account: Account, now: number) {
  const { shownEmail: email, shownName: name, told } = wanted
  return { email, name, profile: directoryProfile(account.profile, told, now) }
}

/**
 * A directory does not prove that an address belongs to the person, so it is not a sign-in name.
 */
function newAccount(wanted: WantedUser, id: string, now: number): Account {
  return {
    ...{
      id,
      email: wanted.shownEmail,
      name: wanted.shownName,
      emailKey: null,
      emailVerified: false,
      passwordHash: null,
    },
    ...{
      language: null,
      profile: newProfile(wanted.told, now),
      deletion: null,
      terms: null,
      createdAt: now,
      disabledAt: wanted.active === false ? now : null,
    },
  }
}
