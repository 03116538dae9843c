/**
 * Audit events in the words of the Open Cybersecurity Schema Framework 1.8.0 (schema.ocsf.io):
 * Authentication (3002), Account Change (3001), User Access Management (3005), Entity Management
 * (3004), API Activity (6003).
 */

import type { AuditEvent } from '../event.ts'

const VERSION = '1.8.0'

export interface OcsfClass {
  readonly classUid: 3001 | 3002 | 3004 | 3005 | 6003
  readonly activityId: number
}

/** The activities of a class, by the end of our kind. 99 is "Other". */
const OTHER = 99
const ACTIVITIES = {
  3001: {
    ...{ created: 1, enabled: 2, password_changed: 3, disabled: 5, deleted: 6, merged: 6 },
    ...{ deletion_asked: 5, unlocked: 12, added: 10, removed: 11 },
  },
  3002: { began: 1, ended: 2, refused: 1, issued: 3, redeemed: 3 },
  3004: {
    ...{ created: 1, added: 1, deleted: 4, removed: 4, revoked: 4, retired: 4, forgotten: 4 },
    ...{ updated: 3, scope_changed: 3, secret_rotated: 3, role_changed: 3 },
    ...{ enabled: 8, disabled: 9 },
  },
  3005: {
    ...{ created: 1, given: 1, delegated: 1, connected: 1, allowed_again: 1 },
    ...{ withdrawn: 2, ended: 2, narrowed: 2, lowered: 2, logged_out: 2 },
  },
  6003: {},
} as const satisfies Readonly<Record<number, Readonly<Record<string, number>>>>

/** By the beginning of the kind; everything else is managed as an entity. */
const CLASSES: Readonly<Record<string, OcsfClass['classUid']>> = {
  account: 3001,
  passkey: 3001,
  totp: 3001,
  recovery_codes: 3001,
  identity: 3001,
  browser: 3001,
  session: 3002,
  sessions: 3002,
  sign_in: 3002,
  token: 3002,
  consent: 3005,
  device: 3005,
  grant: 3005,
  grants: 3005,
  request: 6003,
}

export function ocsfClassOf(kind: string): OcsfClass {
  const [noun = '', end = ''] = kind.split('.')
  const classUid = CLASSES[noun] ?? 3004
  const activities: Readonly<Record<string, number>> = ACTIVITIES[classUid]
  return { classUid, activityId: activities[end] ?? OTHER }
}

/** Pure. `version` is the server's. */
export function ocsfEvent(event: AuditEvent, version: string): Readonly<Record<string, unknown>> {
  const { id, at, until, count, kind, outcome, about, details, from } = event
  const { classUid, activityId } = ocsfClassOf(kind)
  const time = Date.parse(at)
  const address = addressOf(from?.network)
  return {
    activity_id: activityId,
    activity_name: kind,
    category_uid: Math.floor(classUid / 1_000),
    class_uid: classUid,
    type_uid: classUid * 100 + activityId,
    severity_id: outcome === 'success' ? 1 : 2,
    status_id: outcome === 'success' ? 1 : 2,
    ...{ time, message: kind },
    ...(count !== undefined && { count, start_time: time, end_time: Date.parse(until ?? at) }),
    metadata: {
      version: VERSION,
      product: { name: 'Mandate', vendor_name: 'Mandate', version },
      log_name: 'audit',
      event_code: kind,
      ...(id !== undefined && { uid: id }),
    },
    actor: actorOf(event),
    ...(address !== undefined && { src_endpoint: { ip: address } }),
    ...(from?.agent && { http_request: { user_agent: from.agent } }),
    ...(classUid === 3004 ? { entity: entityOf(event) } : {}),
    ...(classUid === 3001 || classUid === 3002 || classUid === 3005 ? { user: userOf(event) } : {}),
    ...(classUid === 3002 && { service: { name: 'Mandate' } }),
    ...(classUid === 3005 && privilegesOf(event)),
    ...(classUid === 6003 && {
      api: { operation: kind },
      // Several senders together: OCSF asks for one.
      src_endpoint: { name: 'several' },
    }),
    unmapped: { ...about, ...details },
  }
}

function actorOf({ by, about }: AuditEvent): Readonly<Record<string, unknown>> {
  if (by === undefined) return { app_name: about.client_id ?? 'several' }
  const { kind, id } = by
  if (kind === 'client' || kind === 'platform') return { app_uid: id ?? kind, app_name: kind }
  const type = { account: 1, operator: 2, system: 3 }[kind]
  return { user: { name: id === undefined ? kind : undefined, uid: id, type_id: type } }
}

/** Whose account, session or access it is: a person's, or a client's that acts for itself. */
function userOf({ about, by }: AuditEvent): Readonly<Record<string, unknown>> {
  if (about.account_id !== undefined) return { uid: about.account_id, type_id: 1 }
  if (about.client_id !== undefined) return { uid: about.client_id, type_id: 4 }
  return { name: by?.id ?? 'several', type_id: 0 }
}

function entityOf({ kind, about, details }: AuditEvent): Readonly<Record<string, unknown>> {
  const [noun = ''] = kind.split('.')
  const named = Object.entries(details).find(([name]) => name.endsWith('_id') || name === 'domain')
  const uid = about.resource_id ?? about.client_id ?? about.access_token_id ?? about.account_id
  const known = named === undefined ? uid : String(named[1])
  return { ...(known === undefined ? { name: noun } : { uid: known }), type: noun }
}

function privilegesOf({ about, details }: AuditEvent): Readonly<Record<string, unknown>> {
  const { scope, taken } = details
  const scopes = scope ?? taken
  return {
    ...(typeof scopes === 'string' && { privileges: scopes.split(' ').filter(Boolean) }),
    ...(about.client_id !== undefined && { resources: [{ uid: about.client_id, type: 'client' }] }),
  }
}

/** An address without the mark that hides a part of it, if it is one. */
export function addressOf(network: string | undefined): string | undefined {
  const address = network?.replace(/\/\d+$/, '')
  return address !== undefined && /^[\da-fA-F.:]+$/.test(address) ? address : undefined
}
