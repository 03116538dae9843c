/** The roles of operators, and the permissions of each. */

import { everyPermission, type Permission } from './permissions.ts'

/** From the most to the least powerful. */
export const roles = ['owner', 'operator', 'support', 'auditor'] as const
export type Role = (typeof roles)[number]

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}

/**
 * What only owners may do. Each of these is a way to make oneself an owner: new keys and the
 * platform's credentials can speak for anybody, and settings name the providers that vouch for
 * people.
 */
const ownersOnly: ReadonlySet<Permission> = new Set<Permission>([
  'operators:write',
  'keys:write',
  'settings:write',
])

const permissions: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(everyPermission),
  operator: new Set(everyPermission.filter((permission) => !ownersOnly.has(permission))),
  support: new Set<Permission>([
    ...(['users:read', 'users:help', 'clients:read'] as const),
    ...(['grants:read', 'grants:write', 'errors:read'] as const),
  ]),
  auditor: new Set(everyPermission.filter((permission) => permission.endsWith(':read'))),
}

/** The permissions of a role. */
export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return permissions[role]
}

/**
 * Whether a role counts now. It waits for an owner if somebody who had proved one factor only added a way
 * to sign in; where a password is enough for an operator, nobody would need to.
 */
export function doesRoleCount(
  { unconfirmedSince }: { readonly unconfirmedSince: number | null },
  { consoleRequiresSecondFactor = true }: { readonly consoleRequiresSecondFactor?: boolean },
): boolean {
  return unconfirmedSince === null || !consoleRequiresSecondFactor
}
