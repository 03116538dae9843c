/**
 * What the people and programs that run Mandate may do. A permission is a noun and what may be done
 * with it; a role (`roles.ts`) is a set of permissions.
 *
 * Neighbours: an actor carries its permissions (`facts/actor.ts`), and `operations/operation.ts`
 * checks them before every act.
 */

const nouns = [
  ...(['users', 'clients', 'resources', 'grants', 'keys', 'settings'] as const),
  ...(['audit', 'webhooks', 'errors', 'operators'] as const),
] as const

export type Noun = (typeof nouns)[number]

/** `users:help` has the acts that help one person: end sessions, unlock, mail a reset link. */
export type Permission = `${Noun}:${'read' | 'write'}` | 'users:help'

/** Every permission, in the order of the nouns. */
export const everyPermission: readonly Permission[] = nouns.flatMap((noun): Permission[] =>
  noun === 'users'
    ? ['users:read', 'users:help', 'users:write']
    : [`${noun}:read`, `${noun}:write`],
)

/** What scopes of the admin API begin with. */
const SCOPE = 'admin:'

/** The scope of the admin API that stands for a permission. */
export function scopeOf(permission: Permission): `admin:${Permission}` {
  return `${SCOPE}${permission}`
}

/** Whether a scope token is one of the admin API, or would be mistaken for one. */
export function isAdminScope(token: string): boolean {
  return token.startsWith(SCOPE)
}

const scopes = new Map<string, Permission>(everyPermission.map((one) => [scopeOf(one), one]))

/** The permissions that these scope tokens stand for; other tokens are ignored. */
export function permissionsIn(scope: Iterable<string>): ReadonlySet<Permission> {
  return new Set([...scope].flatMap((token) => scopes.get(token) ?? []))
}

/** What is in both, such as in a token's scope and in its owner's role. */
export function common(
  some: ReadonlySet<Permission>,
  others: ReadonlySet<Permission>,
): ReadonlySet<Permission> {
  return new Set([...some].filter((permission) => others.has(permission)))
}
