/**
 * Arrival from an external way, which has proved who the person is. The steps:
 *
 * proof ──▶ the account of (provider, subject), updated
 * └▶ none: accepted by the rules? ──▶ a new account
 *           ──▶ not disabled ──▶ proven, for a session (`http/sign-in/complete.ts`)
 *
 * An account is found only by its identity. An e-mail address never finds an account, verified or
 * not, because the person who registered it here first may not be the person whom the provider
 * knows by it (SCENARIO 78). It becomes the sign-in name only if the provider has verified it and
 * no other account has it.
 *
 * Neighbours: `ways/` makes proofs, `account-properties.ts` decides which data an account takes
 * from it, `session.ts` stores sessions.
 */

import { domainToUnicode } from 'node:url'
import type { Actor } from '../facts/actor.ts'
import type { AccountStore } from '../store/port.ts'
import type { Account, AccountChange, IdentityName } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { canSignIn, findAccount, newAccountId } from './account.ts'
import {
  type Address,
  addressTold,
  changeTold,
  isIdentity,
  nameTold,
  type Told,
} from './account-properties.ts'
import { emailDomain } from './email.ts'
import { newProfile } from './profile.ts'
import type { SignInProof } from './session.ts'

/** Which new people get an account; `known` for none. */
export type Acceptance = 'everybody' | 'known' | { readonly domains: readonly string[] }

export interface ArrivalRules {
  readonly accept: Acceptance
  /**
   * Whether a new person with the verified address of another account is told so instead of getting
   * a second account.
   */
  readonly asksToLink: boolean
}

/** The identity, and what the source says about the person. */
export interface Person extends IdentityName, Told {}

/** When and how they signed in there. */
export interface Authentication {
  /** In seconds since 1970; null if they do not say. */
  readonly authTime: number | null
  readonly amr: readonly string[]
  readonly acr: string | null
  /** The platform's answer that starts the session and is used up by it. */
  readonly spends?: string | undefined
}

export interface AccountContext {
  readonly store: { readonly accounts: AccountStore }
  readonly clock: Clock
  readonly random: Random
}

export type NobodyArrived =
  | { readonly is: 'account_disabled' }
  /** New, and not accepted by the rules. */
  | { readonly is: 'not_provisioned' }
  /** New, with the verified address of `owner`; `mayCome` if the rules would accept them anyway. */
  | { readonly is: 'email_in_use'; readonly owner: Account; readonly mayCome: boolean }
  /** The subject is invalid. */
  | { readonly is: 'subject_invalid' }
  /** The account was changed concurrently. */
  | { readonly is: 'busy' }

export type AccountOutcome = { readonly is: 'known'; readonly account: Account } | NobodyArrived

export type ArrivalOutcome =
  | { readonly is: 'proven'; readonly account: Account; readonly proof: SignInProof }
  | NobodyArrived

/** More than any real sign-in uses. */
const MOST_METHODS = 20
/** The other side's clock may be slightly behind ours. */
export const LEEWAY_SECONDS = 30

/** Rejects only with `StorageUnavailable`. */
export const arrive = writes(
  async (
    context: AccountContext,
    proof: Person & Authentication,
    {
      rules,
      notBefore,
    }: {
      readonly rules: ArrivalRules
      /** The earliest sign-in that the request accepts, in seconds since 1970; null for any. */
      readonly notBefore: number | null
    },
  ): Promise<ArrivalOutcome> => {
    const found = await accountOf(context, proof, { rules, by: 'themselves' })
    if (found.is !== 'known') return found
    const { account } = found
    const now = context.clock.now()
    return {
      is: 'proven',
      account,
      proof: {
        ...{ accountId: account.id, provider: proof.provider, passwordHash: null },
        spends: proof.spends,
        ...{
          amr: proof.amr.filter(isWord).slice(0, MOST_METHODS),
          acr: isWord(proof.acr) ? proof.acr : null,
        },
        authTime: proof.authTime === null ? null : settledTime(proof.authTime, { notBefore, now }),
      },
    }
  },
)

/**
 * Finds and updates the account of a person, or creates it. `by` is the actor of the changes;
 * without it, the account itself is the actor. Rejects only with `StorageUnavailable`.
 */
export async function accountOf(
  context: AccountContext,
  person: Person,
  { rules, by }: { readonly rules: ArrivalRules; readonly by: Actor | 'themselves' },
): Promise<AccountOutcome> {
  const { provider, subject } = person
  if (!isIdentity({ provider, subject })) return { is: 'subject_invalid' }
  const { accounts } = context.store
  const existing = await accounts.findByIdentity(provider, subject)
  if (existing !== undefined) return bringUpToDate(context, existing, { told: person, by })
  const address = addressTold(person)
  const owner = await ownerOf(accounts, address.email)
  if (rules.asksToLink && address.emailVerified && owner !== undefined) {
    return { is: 'email_in_use', owner, mayCome: mayCome(rules.accept, address) }
  }
  if (!mayCome(rules.accept, address)) return { is: 'not_provisioned' }
  const account = newAccount(context, person)
  const identities = [{ provider, subject }]
  const act = { by: actorOf(account, by), at: account.createdAt }
  const free = owner === undefined ? account : { ...account, emailKey: null }
  for (const one of [free, { ...free, emailKey: null }]) {
    const inserted = await accounts.insert(one, act, identities)
    if (inserted === 'inserted') return { is: 'known', account: one }
    if (inserted !== 'email_taken') break
  }
  // The same person arrived twice at once.
  const other = await accounts.findByIdentity(provider, subject)
  return other === undefined ? { is: 'busy' } : bringUpToDate(context, other, { told: person, by })
}

function newAccount({ clock, random }: AccountContext, person: Person): Account {
  const now = clock.now()
  return {
    id: newAccountId(now, random),
    ...addressTold(person),
    name: nameTold(person.name),
    language: null,
    profile: newProfile(person.profile, now),
    deletion: null,
    terms: null,
    passwordHash: null,
    createdAt: now,
    disabledAt: null,
  }
}

/** Writes only changes, so a usual sign-in writes nothing here. */
async function bringUpToDate(
  { store, clock }: AccountContext,
  account: Account,
  { told, by }: { readonly told: Told; readonly by: Actor | 'themselves' },
): Promise<AccountOutcome> {
  if (!canSignIn(account)) return { is: 'account_disabled' }
  const { accounts } = store
  let change = changeTold(account, told, clock.now())
  const owner = await ownerOf(accounts, change.emailKey ?? null)
  if (owner !== undefined && owner.id !== account.id) change = keyless(account, change)
  for (const one of [change, keyless(account, change)]) {
    if (Object.keys(one).length === 0) return { is: 'known', account }
    const act = { by: actorOf(account, by), at: clock.now() }
    const updated = await accounts.update(account.id, one, act)
    if (updated === 'updated') return { is: 'known', account: { ...account, ...one } }
    if (updated === 'no_such_account') break
  }
  return { is: 'busy' }
}

/** The same change without the sign-in name, which another account has. */
function keyless({ emailKey }: Account, { emailKey: _, ...change }: AccountChange): AccountChange {
  return emailKey === null ? change : { ...change, emailKey: null }
}

async function ownerOf(accounts: AccountStore, email: string | null): Promise<Account | undefined> {
  return email === null ? undefined : findAccount(accounts, email)
}

function mayCome(accept: Acceptance, { email, emailVerified }: Address): boolean {
  if (typeof accept === 'string') return accept === 'everybody'
  if (email === null || !emailVerified) return false
  const domain = emailDomain(email)
  return accept.domains.some((allowed) => domainToUnicode(allowed.toLowerCase()) === domain)
}

function actorOf(account: Account, by: Actor | 'themselves'): Actor {
  return by === 'themselves' ? { kind: 'account', id: account.id } : by
}

/**
 * The time of an external sign-in by our clock: never in the future, and not slightly before the
 * request if clock skew can explain it.
 */
function settledTime(
  authTime: number,
  { notBefore, now }: { readonly notBefore: number | null; readonly now: number },
): number {
  const time = Math.max(0, Math.min(Math.floor(authTime), now))
  const isJustBefore = notBefore !== null && time < notBefore && time >= notBefore - LEEWAY_SECONDS
  return isJustBefore ? Math.min(notBefore, now) : time
}

/** Whether it is a valid name of a method (RFC 8176) or context (OpenID Connect Core §2). */
function isWord(text: string | null): text is string {
  return text !== null && /^[\x21-\x7e]{1,255}$/.test(text)
}
