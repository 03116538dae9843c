/**
 * Whether an operator may do or see something. A permission says what; and nobody touches an account
 * or a client that may do more than they may, because a new password, another factor or another key
 * would make its powers theirs.
 */

import type { Operator } from '../facts/actor.ts'
import { type Permission, permissionsIn } from '../operators/permissions.ts'
import { permissionsOf } from '../operators/roles.ts'
import type { Store } from '../store/port.ts'
import { forWriting, type Reading } from '../store/write-access.ts'

/** The operator lacks the permission. The message is for them. */
export class NotPermitted extends Error {
  override readonly name = 'NotPermitted'
  readonly permission: Permission

  constructor(permission: Permission, why = `this needs the permission ${permission}`) {
    super(`You may not do this: ${why}. Ask an owner.`)
    this.permission = permission
  }
}

/** What someone may do without asking anybody: for what a page shows. */
export function isPermitted(actor: Operator, permission: Permission): boolean {
  // Without permissions nobody is let in, whatever else an actor from elsewhere says.
  return actor.via === 'shell' || actor.permissions.has(permission)
}

type Context = Reading<object>

/**
 * For what is only read; operations check their own permission. Rejects with `NotPermitted`, and
 * the refusal is a fact.
 */
export async function requirePermission(
  context: Context,
  actor: Operator,
  permission: Permission,
): Promise<void> {
  if (isPermitted(actor, permission)) return
  const refusal = new NotPermitted(permission)
  await noteRefusal(context, actor, refusal)
  throw refusal
}

/** Whom an act touches. */
export type Touched = { readonly accountId: string } | { readonly clientId: string }

/** For acts whose input names one account. */
export function theAccount({ accountId }: { readonly accountId: string }): readonly Touched[] {
  return [{ accountId }]
}

/** The same for a client. */
export function theClient({ clientId }: { readonly clientId: string }): readonly Touched[] {
  return [{ clientId }]
}

/** What tells the powers of accounts and clients. */
export interface RankContext {
  readonly store: {
    readonly clients: Pick<Store['clients'], 'find'>
    readonly operators: Pick<Store['operators'], 'find'>
  }
}

/**
 * Rejects with `NotPermitted` if one of them may do more than the actor. The operation that asks
 * records the refusal.
 */
export async function requireRank(
  context: RankContext,
  actor: Operator,
  touched: readonly Touched[],
): Promise<void> {
  if (actor.via === 'shell') return
  for (const powers of await Promise.all(touched.map((one) => powersOf(context, one)))) {
    if ([...powers].every((permission) => actor.permissions.has(permission))) continue
    const why = 'it is that of an operator who may do more than you'
    throw new NotPermitted('operators:write', why)
  }
}

async function powersOf(
  { store }: RankContext,
  touched: Touched,
): Promise<ReadonlySet<Permission>> {
  if ('clientId' in touched) {
    const client = await store.clients.find(touched.clientId)
    return permissionsIn(client?.scope.split(' ') ?? [])
  }
  // A disabled one too, since it may be enabled again.
  const operator = await store.operators.find(touched.accountId)
  return operator === undefined ? new Set() : permissionsOf(operator.role)
}

/** Records that somebody was refused; once an hour for each permission. */
export async function noteRefusal(
  context: Context,
  actor: Operator,
  { permission }: NotPermitted,
): Promise<void> {
  const { store } = forWriting<{ readonly store: Pick<Store, 'operators'> }>(context)
  await store.operators.noteRefused(permission, actor)
}
