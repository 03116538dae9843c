/**
 * The list at the side of every console page: one line for each place. It is shown to operators whose
 * role has the permission.
 */

import type { Permission } from '../../operators/permissions.ts'

interface Place {
  readonly name: string
  readonly address: `/console${string}`
  readonly group: 'service' | 'people' | 'apps' | 'records' | 'settings'
  /** Null for a place that every operator may see. */
  readonly needs: Permission | null
}

/** In the order of the list; `words/console/frame.ts` has their names. */
export const places = [
  { name: 'overview', address: '/console', group: 'service', needs: null },
  { name: 'refusals', address: '/console/refusals', group: 'service', needs: 'errors:read' },
  { name: 'health', address: '/console/health', group: 'service', needs: 'settings:read' },
  { name: 'jobs', address: '/console/jobs', group: 'service', needs: 'errors:read' },
  { name: 'users', address: '/console/users', group: 'people', needs: 'users:read' },
  { name: 'why', address: '/console/why', group: 'people', needs: 'users:read' },
  { name: 'clients', address: '/console/clients', group: 'apps', needs: 'clients:read' },
  { name: 'apis', address: '/console/apis', group: 'apps', needs: 'resources:read' },
  { name: 'grants', address: '/console/grants', group: 'apps', needs: 'grants:read' },
  { name: 'settings', address: '/console/settings', group: 'settings', needs: 'settings:read' },
  { name: 'audit', address: '/console/audit', group: 'records', needs: 'audit:read' },
  { name: 'webhooks', address: '/console/webhooks', group: 'apps', needs: 'webhooks:read' },
  { name: 'streams', address: '/console/streams', group: 'apps', needs: 'webhooks:read' },
  { name: 'issuers', address: '/console/issuers', group: 'apps', needs: 'settings:read' },
  { name: 'domains', address: '/console/domains', group: 'apps', needs: 'clients:read' },
  {
    name: 'platform-keys',
    address: '/console/platform-keys',
    group: 'apps',
    needs: 'keys:read',
  },
  { name: 'keys', address: '/console/keys', group: 'settings', needs: 'keys:read' },
  { name: 'operators', address: '/console/operators', group: 'settings', needs: 'operators:read' },
  { name: 'setup', address: '/console/setup', group: 'settings', needs: 'settings:write' },
] as const satisfies readonly Place[]

export type ConsolePlace = (typeof places)[number]['name']

export const groups = ['service', 'people', 'apps', 'records', 'settings'] as const
