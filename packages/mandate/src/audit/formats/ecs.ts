/**
 * Audit events in the fields of the Elastic Common Schema 9.4.0 (elastic.co/docs/reference/ecs). What it
 * has no field for is in `labels`.
 */

import type { AuditEvent } from '../event.ts'
import { addressOf } from './ocsf.ts'

const VERSION = '9.4.0'

interface EcsClass {
  /** Of the allowed values of `event.category`. */
  readonly category: 'iam' | 'authentication' | 'session' | 'configuration' | 'api'
  /** Of the types that the category expects. */
  readonly type: string
}

const CATEGORIES: Readonly<Record<string, EcsClass['category']>> = {
  session: 'session',
  sessions: 'session',
  sign_in: 'authentication',
  token: 'authentication',
  recovery_codes: 'iam',
  key: 'configuration',
  settings: 'configuration',
  clock: 'configuration',
  recovery: 'configuration',
  request: 'api',
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ created: 'creation', added: 'creation', made: 'creation', given: 'creation' },
  ...{ deleted: 'deletion', removed: 'deletion', merged: 'deletion', forgotten: 'deletion' },
  ...{ began: 'start', ended: 'end', issued: 'start', redeemed: 'info', refused: 'info' },
}

export function ecsClassOf(kind: string): EcsClass {
  const [noun = '', end = ''] = kind.split('.')
  const category = CATEGORIES[noun] ?? 'iam'
  const type = TYPES[end] ?? 'change'
  if (category === 'api') return { category, type: 'denied' }
  if (category === 'session') return { category, type: type === 'start' ? 'start' : 'end' }
  if (category === 'authentication') {
    return { category, type: type === 'info' ? 'info' : 'start' }
  }
  return { category, type: type === 'start' || type === 'end' ? 'change' : type }
}

/** Pure. `version` is the server's. */
export function ecsEvent(event: AuditEvent, version: string): Readonly<Record<string, unknown>> {
  const { id, at, until, count, kind, outcome, by, from, about, details } = event
  const { category, type } = ecsClassOf(kind)
  const address = addressOf(from?.network)
  const users = [by?.id, about.account_id].filter((user) => user !== undefined)
  const { account_id: account, ...others } = about
  return {
    '@timestamp': at,
    message: kind,
    ecs: { version: VERSION },
    event: {
      ...{ kind: 'event', category: [category], type: [type], action: kind, outcome },
      ...{ provider: 'mandate', dataset: 'mandate.audit', module: 'mandate' },
      ...(id !== undefined && { id }),
      ...(until !== undefined && { start: at, end: until }),
    },
    service: { name: 'mandate', type: 'mandate', version },
    user: {
      ...(by?.id !== undefined && { id: by.id }),
      ...(account !== undefined && { target: { id: account } }),
    },
    ...(address !== undefined && { source: { ip: address, address } }),
    ...(from?.agent && { user_agent: { name: from.agent } }),
    related: {
      ...(users.length > 0 && { user: [...new Set(users)] }),
      ...(address !== undefined && { ip: [address] }),
    },
    labels: {
      ...(by !== undefined && { actor_kind: by.kind }),
      ...(by?.via !== undefined && { actor_via: by.via }),
      ...others,
      ...Object.fromEntries(
        Object.entries(details).map(([name, value]) => [
          name,
          typeof value === 'object' ? value.join(' ') : value,
        ]),
      ),
      ...(count !== undefined && { count: String(count) }),
    },
  }
}
