/** What users do on their account page: disconnect apps, or take back one permission. */

import { accountOf, type GrantId } from '../grants/grant.ts'
import type { Store } from '../store/port.ts'
import type { Client } from '../store/records.ts'
import type { Clock } from '../time-and-chance.ts'
import { operation } from './operation.ts'

export type DisconnectOutcome =
  | { readonly is: 'disconnected'; readonly client: Client }
  | { readonly is: 'not_connected' }

/**
 * Withdraws the account's consent to the client and ends all its grants with their tokens before
 * resolving. Rejects only with `StorageUnavailable`.
 */
export const disconnectClient = operation(
  { by: ['account'] },
  async (
    {
      store,
      clock,
    }: { readonly store: Pick<Store, 'clients' | 'consents'>; readonly clock: Clock },
    actor,
    { clientId }: { readonly clientId: string },
  ): Promise<DisconnectOutcome> => {
    const [client, consent] = await Promise.all([
      store.clients.find(clientId),
      store.consents.find(actor.id, clientId),
    ])
    // A name that somebody made up would be kept as a fact.
    if (client === undefined && consent === undefined) return { is: 'not_connected' }
    const pair = { accountId: actor.id, clientId }
    const act = { by: actor, at: clock.now() }
    const ended = await store.consents.withdraw(pair, 'revoked_by_user', act)
    const isConnected = ended !== 0 || consent !== undefined
    return client !== undefined && isConnected
      ? { is: 'disconnected', client }
      : { is: 'not_connected' }
  },
)

/**
 * Ends one grant of the account with its tokens before resolving, and forgets the consent, so that
 * the app has to ask before it connects again. Its other grants stay. Rejects only with
 * `StorageUnavailable`.
 */
export const disconnectInstallation = operation(
  { by: ['account'] },
  async (
    { store, clock }: Context,
    actor,
    { grantId }: { readonly grantId: string },
  ): Promise<DisconnectOutcome> => {
    const found = await findOwn(store, actor.id, grantId)
    if (found === undefined) return { is: 'not_connected' }
    const { id, client } = found
    const act = { by: actor, at: clock.now() }
    const ended = await store.grants.revokeOfAccount(
      { id, accountId: actor.id },
      'revoked_by_user',
      act,
    )
    return ended ? { is: 'disconnected', client } : { is: 'not_connected' }
  },
)

/**
 * Ends what a program does for the account through an app, with all that it passed on, before
 * resolving. The app stays connected, and the program cannot come back through this grant. Rejects
 * only with `StorageUnavailable`.
 */
export const endDelegate = operation(
  { by: ['account'] },
  async (
    { store, clock }: Context,
    actor,
    { grantId }: { readonly grantId: string },
  ): Promise<DisconnectOutcome> => {
    const found = await findOwn(store, actor.id, grantId)
    if (found === undefined || found.parent === null) return { is: 'not_connected' }
    const { id, client } = found
    const act = { by: actor, at: clock.now() }
    const ended = await store.grants.revoke(id, 'revoked_by_user', act)
    return ended ? { is: 'disconnected', client } : { is: 'not_connected' }
  },
)

/**
 * Ends every grant of the account with its tokens before resolving, and forgets all its consent.
 * Rejects only with `StorageUnavailable`.
 */
export const disconnectAll = operation(
  { by: ['account'] },
  async ({ store, clock }: Context, actor): Promise<void> => {
    await store.consents.withdrawAll(actor.id, 'revoked_by_user', { by: actor, at: clock.now() })
  },
)

/** One permission of one grant, as its owner may take it back. */
export interface Permission {
  readonly client: Client
  readonly taken: string
  /** What the grant has besides; never empty. */
  readonly left: readonly string[]
}

export type TakeBackOutcome =
  | ({ readonly is: 'taken_back' } & Permission)
  /** The grant has no other permission: the person can disconnect it. */
  | { readonly is: 'last' }
  | { readonly is: 'not_connected' }

/** What `takeBackPermission` would do now: `taken_back` if that was done before. */
export async function findPermission(
  store: Found,
  accountId: string,
  { grantId, scope }: { readonly grantId: string; readonly scope: string },
): Promise<TakeBackOutcome | ({ readonly is: 'possible' } & Permission)> {
  const found = await findOwn(store, accountId, grantId)
  if (found === undefined) return { is: 'not_connected' }
  const { client, scope: tokens } = found
  if (!tokens.includes(scope)) {
    const before = (await store.grants.findTakenBack(found.id))?.split(' ') ?? []
    return before.includes(scope)
      ? { is: 'taken_back', client, taken: scope, left: tokens }
      : { is: 'not_connected' }
  }
  const left = tokens.filter((token) => token !== scope)
  return left.length === 0 ? { is: 'last' } : { is: 'possible', client, taken: scope, left }
}

/**
 * Takes one scope token out of a grant of the account, and out of the remembered consent to the
 * client, before resolving: every API that asks gets the narrower scope, and every guard is told to
 * ask again. Never gives anything back. Rejects only with `StorageUnavailable`.
 */
export const takeBackPermission = operation(
  { by: ['account'] },
  async (
    { store, clock }: Context,
    actor,
    asked: { readonly grantId: string; readonly scope: string },
  ): Promise<TakeBackOutcome> => {
    const found = await findPermission(store, actor.id, asked)
    if (found.is !== 'possible') return found
    const { client, taken, left } = found
    const what = { id: asked.grantId as GrantId, accountId: actor.id, clientId: client.id, taken }
    if (await store.grants.narrow(what, { by: actor, at: clock.now() })) {
      return { is: 'taken_back', client, taken, left }
    }
    // It has changed since it was read: another tab was faster.
    const now = await findPermission(store, actor.id, asked)
    return now.is === 'possible' ? { is: 'not_connected' } : now
  },
)

/** The reading verbs that are needed. */
export interface Found {
  readonly clients: Pick<Store['clients'], 'find'>
  readonly grants: Pick<Store['grants'], 'find' | 'findTakenBack'>
}

interface Context {
  readonly store: Pick<Store, 'clients' | 'consents' | 'grants'>
  readonly clock: Clock
}

/** A live grant of this account; undefined for any other id, which may come from anybody. */
export async function findOwn(store: Found, accountId: string, grantId: string) {
  const found = await store.grants.find(grantId as GrantId)
  if (found === undefined) return undefined
  const { grant } = found
  if (accountOf(grant) !== accountId || grant.revokedAt !== null) return undefined
  const client = await store.clients.find(grant.clientId)
  const { id, parent, details } = grant
  return client && { id, client, parent, scope: grant.scope.split(' '), details }
}

export type AllowAgainOutcome =
  /** The names of the issuer and of the app. */
  | { readonly is: 'allowed'; readonly issuer: string; readonly client: string }
  | { readonly is: 'not_ended' }

/**
 * Lets assertions of a trusted issuer connect a client again that the account had disconnected. It
 * brings no grant back. Rejects only with `StorageUnavailable`.
 */
export const allowIssuerAgain = operation(
  { by: ['account'] },
  async (
    {
      store,
      clock,
    }: { readonly store: Pick<Store, 'clients' | 'trustedIssuers'>; readonly clock: Clock },
    actor,
    asked: { readonly issuerId: string; readonly clientId: string },
  ): Promise<AllowAgainOutcome> => {
    const [issuer, client] = await Promise.all([
      store.trustedIssuers.find(asked.issuerId),
      store.clients.find(asked.clientId),
    ])
    const which = { ...asked, accountId: actor.id }
    const end = await store.trustedIssuers.findEnd(which)
    // Whoever makes up an id must not leave a fact.
    if (issuer === undefined || client === undefined || !end.byPerson) return { is: 'not_ended' }
    const act = { by: actor, at: clock.now() }
    const isAllowed = await store.trustedIssuers.allowAgain(which, act)
    return isAllowed
      ? { is: 'allowed', issuer: issuer.name, client: client.name }
      : { is: 'not_ended' }
  },
)
