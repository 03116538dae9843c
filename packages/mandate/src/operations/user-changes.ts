/**
 * The way back: changes to users that the platform reports. Users that never signed in here are
 * `unknown`, which is not an error. A repeated change is `unchanged`, and nothing is written.
 *
 * Changes take effect in the given order. Changes to different accounts run concurrently, so that
 * the engine can gather them (docs/decisions/0036-the-way-back.md).
 */

import { canSignIn } from '../people/account.ts'
import { isAccountId, isIdentity } from '../people/account-properties.ts'
import type { AccountStore, Store } from '../store/port.ts'
import type { Account, IdentityName } from '../store/records.ts'
import { forWriting, type Reading } from '../store/write-access.ts'
import type { Clock } from '../time-and-chance.ts'
import { deleteAccount, endAccess, mergeAccounts, signOutEverywhere } from './account-ends.ts'
import { disableAccount, enableAccount } from './accounts.ts'
import { linkIdentity } from './identities.ts'

/** A user, by the platform's subject or by account id. */
export type User = Subject | { readonly accountId: string }

interface Subject {
  readonly subject: string
}

export type UserChange =
  | {
      readonly user: User
      readonly change: 'disable' | 'enable' | 'sign_out' | 'end_access' | 'delete'
    }
  /** Both are one person, who signs in as `into` from now on. */
  | { readonly user: Subject; readonly change: 'merge'; readonly into: Subject }

export type ChangeOutcome = 'changed' | 'unchanged' | 'unknown' | 'merge_impossible'

interface Platform {
  readonly kind: 'platform'
  readonly id: string
}

interface ChangeContext {
  readonly store: Pick<Store, 'accounts' | 'attempts' | 'grants'>
  readonly clock: Clock
}

/**
 * Makes the changes to users of the provider; outcomes in their order. Rejects only with
 * `StorageUnavailable`; some changes may then have been made.
 */
export async function changeUsers(
  context: Reading<ChangeContext>,
  actor: Platform,
  { provider, changes }: { readonly provider: string; readonly changes: readonly UserChange[] },
): Promise<readonly ChangeOutcome[]> {
  const { accounts } = forWriting<ChangeContext>(context).store
  const find = (user: User) => findUser(accounts, provider, user)
  const outcomes: ChangeOutcome[] = []
  while (outcomes.length < changes.length) {
    const next = await Promise.all(
      differentNames(changes, outcomes.length).map(async (change) => ({
        change,
        account: await find(change.user),
        into: change.change === 'merge' ? await find(change.into) : undefined,
      })),
    )
    const made = differentAccounts(next).map((one) => make(context, actor, { provider, ...one }))
    outcomes.push(...(await Promise.all(made)))
  }
  return outcomes
}

interface Found {
  readonly change: UserChange
  readonly account: Account | undefined
  readonly into: Account | undefined
}

/** The changes from `start` up to the first that repeats a user. */
function differentNames(changes: readonly UserChange[], start: number): readonly UserChange[] {
  const names = new Set<string>()
  const end = changes.findIndex((change, index) => {
    if (index < start) return false
    const users = change.change === 'merge' ? [change.user, change.into] : [change.user]
    return users.some((user) => !addTo(names, nameOf(user))) && index > start
  })
  return changes.slice(start, end < 0 ? changes.length : end)
}

/** The changes before the first that repeats an account under another name. */
function differentAccounts(found: readonly Found[]): readonly Found[] {
  const ids = new Set<string>()
  const end = found.findIndex(({ account, into }, index) => {
    const both = [account, into].flatMap((one) => one?.id ?? [])
    return [...new Set(both)].some((id) => !addTo(ids, id)) && index > 0
  })
  return found.slice(0, end < 0 ? found.length : end)
}

function addTo(set: Set<string>, value: string): boolean {
  return set.size < set.add(value).size
}

function nameOf(user: User): string {
  return 'subject' in user ? `subject ${user.subject}` : `account ${user.accountId}`
}

/** The account of a user of the provider. */
export async function findUser(
  accounts: Pick<AccountStore, 'find' | 'findByIdentity'>,
  provider: string,
  user: User,
): Promise<Account | undefined> {
  if ('accountId' in user) {
    return isAccountId(user.accountId) ? accounts.find(user.accountId) : undefined
  }
  const { subject } = user
  return isIdentity({ provider, subject }) ? accounts.findByIdentity(provider, subject) : undefined
}

async function make(
  context: Reading<ChangeContext>,
  actor: Platform,
  { provider, change, account, into }: Found & { readonly provider: string },
): Promise<ChangeOutcome> {
  if (account === undefined) return 'unknown'
  const whose = { accountId: account.id }
  switch (change.change) {
    case 'disable':
      if (!canSignIn(account)) return 'unchanged'
      return outcomeOf(await disableAccount(context, actor, whose))
    case 'enable':
      // A list that enables everybody must not keep an account that its owner has deleted.
      if (canSignIn(account)) return 'unchanged'
      return outcomeOf(await enableAccount(context, actor, whose))
    case 'delete':
      return outcomeOf(await deleteAccount(context, actor, whose))
    case 'sign_out':
      return signOut(context, actor, account)
    case 'end_access':
      return end(context, actor, account)
    case 'merge':
      return merge(context, actor, { provider, subject: change.into.subject, account, into })
  }
}

function outcomeOf({ is }: { readonly is: string }): ChangeOutcome {
  return is === 'no_such_account' ? 'unknown' : 'changed'
}

async function signOut(
  context: Reading<ChangeContext>,
  actor: Platform,
  account: Account,
): Promise<ChangeOutcome> {
  const out = await signOutEverywhere(context, actor, { accountId: account.id })
  return 'sessions' in out && out.sessions === 0 ? 'unchanged' : outcomeOf(out)
}

async function end(
  context: Reading<ChangeContext>,
  actor: Platform,
  account: Account,
): Promise<ChangeOutcome> {
  const hasGrants = await forWriting<ChangeContext>(context).store.grants.hasLive(account.id)
  if (!hasGrants) return signOut(context, actor, account)
  return outcomeOf(await endAccess(context, actor, { accountId: account.id }))
}

async function merge(
  context: Reading<ChangeContext>,
  actor: Platform,
  { account, into, ...identity }: IdentityName & { account: Account; into: Account | undefined },
): Promise<ChangeOutcome> {
  if (into?.id === account.id) return 'unchanged'
  // Otherwise it would lift the ban.
  if (account.disabledAt !== null) return 'merge_impossible'
  if (into !== undefined) {
    const merged = await mergeAccounts(context, actor, { from: account.id, into: into.id })
    return merged.is === 'into_is_to_be_deleted' ? 'merge_impossible' : outcomeOf(merged)
  }
  // `into` has no account yet, so the identity is added to the account of `from`.
  const { is } = await linkIdentity(context, actor, { accountId: account.id, ...identity })
  return is === 'linked' ? 'changed' : 'merge_impossible'
}
