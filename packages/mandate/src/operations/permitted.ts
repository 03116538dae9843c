/** Whether an operator may do or see something. */

import type { Operator } from '../facts/actor.ts'
import type { Permission } from '../operators/permissions.ts'
import type { ReadStore } from '../store/read-only.ts'

/** The operator lacks the permission. The message is for them. */
export class NotPermitted extends Error {
  override readonly name = 'NotPermitted'
  readonly permission: Permission

  constructor(permission: Permission) {
    super(`This needs the permission ${permission}; ask an owner.`)
    this.permission = permission
  }
}

/** What someone may do without asking anybody: for what a page shows. */
export function isPermitted(actor: Operator, permission: Permission): boolean {
  // Without permissions nobody is let in, whatever else an actor from elsewhere says.
  return actor.via === 'shell' || actor.permissions.has(permission)
}

/**
 * For what is only read; operations check their own permission. Rejects with `NotPermitted`.
 */
export async function requirePermission(
  _context: { readonly store: ReadStore },
  actor: Operator,
  permission: Permission,
): Promise<void> {
  if (!isPermitted(actor, permission)) throw new NotPermitted(permission)
}
