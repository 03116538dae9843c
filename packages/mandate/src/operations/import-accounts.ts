/**
 * Imports users of another system in batches. Each becomes an account with its previous id,
 * password hash and identity. An existing account is never changed, so the same users can be
 * imported again, for example after an interruption.
 *
 * Neighbours: `people/user-records/` checks records, `cli/user-files/` reads files.
 */

import type { Act } from '../facts/actor.ts'
import { newAccountId } from '../people/account.ts'
import { emailKey, emailKeys } from '../people/email.ts'
import { newProfile, type ProfileClaim, profileClaims, sameClaim } from '../people/profile.ts'
import type { UserField } from '../people/user-records/fields.ts'
import type { RecordedUser } from '../people/user-records/read.ts'
import type { AccountStore, Store } from '../store/port.ts'
import type { Account } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'

export type ImportOutcome =
  | { readonly is: 'imported' }
  /** The account existed; the identity is new. */
  | { readonly is: 'linked' }
  /** It exists and matches the record. */
  | { readonly is: 'already_there' }
  | { readonly is: 'refused'; readonly because: ImportRefusal }

export type ImportRefusal =
  /** It exists, and these fields differ from the record. */
  | { readonly is: 'differs'; readonly fields: readonly UserField[] }
  /** The address or identity belongs to this other account. */
  | { readonly is: 'email_taken' | 'identity_taken'; readonly accountId: string }
  /** Its id belonged to a deleted account, and ids are never reused. */
  | { readonly is: 'subject_deleted' }

interface ImportContext {
  readonly store: Pick<Store, 'accounts'>
  readonly clock: Clock
  readonly random: Random
}

export interface UsersToImport {
  readonly users: readonly RecordedUser[]
  /** Whether many users may already exist: then it is cheaper to look before each insert. */
  readonly lookFirst: boolean
}

/**
 * Outcomes in the order of the users. Each user is imported or refused independently. Rejects only
 * with `StorageUnavailable`; some may then have been imported.
 */
export const importAccounts = operation(
  {
    by: ['operator'],
    needs: 'users:write',
    touches: ({ users }: UsersToImport) =>
      users.flatMap(({ subject }) => (subject === null ? [] : { accountId: subject })),
  },
  async (
    context: ImportContext,
    actor,
    { users, lookFirst }: UsersToImport,
  ): Promise<readonly ImportOutcome[]> => {
    const act = { by: actor, at: context.clock.now() }
    return Promise.all(
      users.map(async (user) => {
        const mayHaveOlderKey = user.email !== null && emailKeys(user.email).length > 1
        const found = lookFirst || mayHaveOlderKey ? await look(context.store, user) : NOBODY
        return importAccount(context, { user, found }, act)
      }),
    )
  },
)

/** The outcomes of an import, without writing. */
export async function previewImport(
  { store }: { readonly store: { readonly accounts: Looking } },
  users: readonly RecordedUser[],
): Promise<readonly ImportOutcome[]> {
  return Promise.all(
    users.map(async (user) => {
      const said = judge(user, await look(store, user))
      if (said.is !== 'imported' || user.subject === null) return said
      const isDeleted = await store.accounts.wasDeleted(user.subject)
      return isDeleted ? refused({ is: 'subject_deleted' }) : said
    }),
  )
}

async function importAccount(
  context: ImportContext,
  { user, found }: { readonly user: RecordedUser; readonly found: Found },
  act: Act,
): Promise<ImportOutcome> {
  const { accounts } = context.store
  const said = judge(user, found)
  if (said.is === 'linked' && user.identity !== null && found.bySubject !== undefined) {
    const linked = await accounts.link(found.bySubject.id, user.identity, act)
    if (linked === 'linked') return said
  } else if (said.is === 'imported') {
    const key = found.byEmail === undefined ? keyOf(user) : null
    const account = accountOf({ random: context.random, now: act.at }, user, key)
    const identities = user.identity === null ? [] : [user.identity]
    const inserted = await accounts.insert(account, act, identities)
    if (inserted === 'inserted') return said
    if (inserted === 'id_taken' && (await accounts.wasDeleted(account.id))) {
      return refused({ is: 'subject_deleted' })
    }
  } else {
    return said
  }
  // Something already existed, perhaps from another line of the same batch.
  return importAccount(context, { user, found: await look(context.store, user) }, act)
}

type Looking = Pick<AccountStore, 'find' | 'findByIdentity' | 'findByEmailKey' | 'wasDeleted'>

/** The accounts that may belong to a user. */
interface Found {
  readonly bySubject: Account | undefined
  readonly byIdentity: Account | undefined
  readonly byEmail: Account | undefined
}

const NOBODY: Found = { bySubject: undefined, byIdentity: undefined, byEmail: undefined }

async function look(
  { accounts }: { readonly accounts: Looking },
  { subject, identity, email }: RecordedUser,
): Promise<Found> {
  const [bySubject, byIdentity, ...byEmail] = await Promise.all([
    subject === null ? undefined : accounts.find(subject),
    identity === null ? undefined : accounts.findByIdentity(identity.provider, identity.subject),
    ...(email === null ? [] : emailKeys(email)).map((key) => accounts.findByEmailKey(key)),
  ])
  return { bySubject, byIdentity, byEmail: byEmail.find((account) => account !== undefined) }
}

function judge(user: RecordedUser, { bySubject, byIdentity, byEmail }: Found): ImportOutcome {
  // If the record has an id or an identity, the address alone does not find an account.
  const byName = user.identity === null ? byEmail : byIdentity
  const there = user.subject === null ? byName : bySubject
  if (byIdentity !== undefined && byIdentity.id !== there?.id) {
    return refused({ is: 'identity_taken', accountId: byIdentity.id })
  }
  if (there === undefined) {
    return byEmail === undefined || isFromElsewhere(user)
      ? { is: 'imported' }
      : refused({ is: 'email_taken', accountId: byEmail.id })
  }
  const fields = differences(user, there)
  if (fields.length > 0) return refused({ is: 'differs', fields })
  return { is: user.identity !== null && byIdentity === undefined ? 'linked' : 'already_there' }
}

/** The fields in which the record differs from the account. */
function differences(user: RecordedUser, account: Account): readonly UserField[] {
  const isOther: Partial<Record<UserField, boolean>> = {
    email: user.email !== null && emailKey(user.email) !== emailKey(account.email ?? ''),
    // It may have been verified here in the meantime.
    email_verified: user.emailVerified && !account.emailVerified,
    name: user.name !== null && user.name !== account.name,
    ...Object.fromEntries(
      profileClaims.map((claim) => [claim, isOtherClaim(claim, user, account)]),
    ),
    password_hash: user.passwordHash !== null && isOtherHash(user.passwordHash, account),
    created_at: user.createdAt !== null && user.createdAt !== account.createdAt,
    disabled: user.disabled !== (account.disabledAt !== null),
  }
  return (Object.keys(isOther) as UserField[]).filter((field) => isOther[field])
}

function isOtherClaim(claim: ProfileClaim, { profile }: RecordedUser, account: Account): boolean {
  return profile[claim] !== undefined && !sameClaim(profile[claim], account.profile?.[claim])
}

/** A sign-in replaces an imported hash; after that the two cannot be compared. */
function isOtherHash(imported: string, { passwordHash }: Account): boolean {
  return passwordHash !== imported && passwordHash?.startsWith('$argon2id$') !== true
}

/** Whether the user signs in externally; then the address is only shown, unless it is verified. */
function isFromElsewhere({ identity, passwordHash }: RecordedUser): boolean {
  return identity !== null && passwordHash === null
}

/**
 * As after an external sign-in (`people/arrival.ts`): an unverified address is not a sign-in name.
 */
function keyOf(user: RecordedUser): string | null {
  if (user.email === null || (isFromElsewhere(user) && !user.emailVerified)) return null
  return emailKey(user.email)
}

function accountOf(
  { random, now }: { readonly random: Random; readonly now: number },
  user: RecordedUser,
  key: string | null,
): Account {
  return {
    id: user.subject ?? newAccountId(now, random),
    email: user.email,
    emailKey: key,
    emailVerified: user.emailVerified,
    name: user.name,
    language: null,
    profile: newProfile(user.profile, now),
    deletion: null,
    terms: null,
    passwordHash: user.passwordHash,
    createdAt: user.createdAt ?? now,
    disabledAt: user.disabled ? now : null,
  }
}

function refused(because: ImportRefusal): ImportOutcome {
  return { is: 'refused', because }
}
