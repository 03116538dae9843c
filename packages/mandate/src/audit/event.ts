/**
 * An audit event as other programs see it: what `audit list --json` and `audit export` print, and the
 * admin API answers. Facts have one line each; what is too frequent for a row is summed by the hour.
 */

import type { RecordedActor } from '../facts/actor.ts'
import { type DetailTypes, type Fact, type FactKind, schemaOfFact } from '../facts/fact.ts'

export type Outcome = 'success' | 'failure'

export interface AuditEvent {
  /** Absent if it is a sum. */
  readonly id?: string
  /** ISO 8601, UTC. Of a sum, when its hour began. */
  readonly at: string
  /** Of a sum: when its hour ended, and how often it happened. */
  readonly until?: string
  readonly count?: number
  readonly kind: string
  readonly outcome: Outcome
  /** Absent if it is a sum. */
  readonly by?: RecordedBy
  /** From where, if that was noted. Empty once the account is deleted. */
  readonly from?: { readonly network?: string; readonly agent?: string }
  /** Whom it concerns. */
  readonly about: Readonly<Partial<Record<PartyName, string>>>
  readonly details: Readonly<Record<string, string | number | readonly string[]>>
}

export interface RecordedBy {
  readonly kind: RecordedActor['kind']
  readonly id?: string
  /** How an operator came. */
  readonly via?: 'shell' | 'console' | 'api'
}

export const partyNames = {
  accountId: 'account_id',
  clientId: 'client_id',
  grantId: 'grant_id',
  resourceId: 'resource_id',
  accessTokenId: 'access_token_id',
} as const
export type PartyName = (typeof partyNames)[keyof typeof partyNames]

/** Kinds that say that something was refused. */
const FAILURES: readonly FactKind[] = ['operator.refused']

export function outcomeOf(kind: FactKind): Outcome {
  return FAILURES.includes(kind) ? 'failure' : 'success'
}

/** Pure. */
export function auditEvent(fact: Fact): AuditEvent {
  const { id, atMs, kind, by } = fact
  const members = new Map<string, unknown>(Object.entries(fact))
  const text = (name: string) => {
    const value = members.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const network = 'network' in by ? by.network : text('network')
  const agent = text('agent')
  const parties = Object.entries(partyNames).flatMap(([name, shown]) => {
    const party = text(name)
    return party === undefined ? [] : [[shown, party]]
  })
  const details = Object.entries(schemaOfFact(kind).details).flatMap(([name, type]) =>
    isOrigin(name) ? [] : [[snake(name), detailOf(members.get(name), type)]],
  )
  return {
    ...{ id, at: new Date(atMs).toISOString(), kind, outcome: outcomeOf(kind) },
    by: {
      kind: by.kind,
      ...('id' in by && { id: by.id }),
      ...('via' in by && { via: by.via }),
    },
    ...((network !== undefined || agent !== undefined) && {
      from: { ...(network !== undefined && { network }), ...(agent !== undefined && { agent }) },
    }),
    about: Object.fromEntries(parties),
    details: Object.fromEntries(details),
  }
}

/** Where something came from has a place of its own. */
export function isOrigin(detail: string): boolean {
  return detail === 'network' || detail === 'agent'
}

/** `previousExpiresAt` → `previous_expires_at` */
export function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function detailOf(value: unknown, type: keyof DetailTypes): string | number | readonly string[] {
  if (type === 'time') return new Date(Number(value) * 1_000).toISOString()
  return Array.isArray(value) ? value.map(String) : String(value)
}
