/**
 * Sums by the hour of what happens too often for a row (`activity/`), as audit events: sign-ins that
 * failed, refused requests, tokens.
 */

import type { Activity, ActivityStore } from '../store/port.ts'
import type { AuditEvent, Outcome } from './event.ts'

interface SumKind {
  /** As audit events call it. */
  readonly kind: string
  /** What its key says. */
  readonly detail: string
  readonly outcome: (key: string) => Outcome
  /** Keys that facts tell already. */
  readonly isTold?: (key: string) => boolean
}

/** By the kind of the sums. */
export const sumKinds: Readonly<Record<string, SumKind>> = {
  sign_in: {
    kind: 'sign_in.refused',
    detail: 'because',
    outcome: () => 'failure',
    isTold: (key) => key === 'done',
  },
  issued: { kind: 'token.issued', detail: 'grant_type', outcome: () => 'success' },
  redemption: {
    kind: 'token.redeemed',
    detail: 'result',
    outcome: (key) => (key === 'replay_revoked' || key === 'overtaken' ? 'failure' : 'success'),
  },
  refusal: { kind: 'request.refused', detail: 'reason', outcome: () => 'failure' },
}

const HOUR_SECONDS = 3_600

/** Oldest first. `since` and `until` are seconds since 1970; the hours that begin between them. */
export async function listSums(
  activity: Pick<ActivityStore, 'list'>,
  range: { readonly since: number; readonly until: number },
): Promise<readonly AuditEvent[]> {
  const found = await Promise.all(
    Object.keys(sumKinds).map((kind) => activity.list({ span: 'hour', kind, ...range })),
  )
  return found
    .flat()
    .flatMap((sum) => sumEvent(sum) ?? [])
    .toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
}

function sumEvent({ kind, key, clientId, counted, beginsAt }: Activity): AuditEvent | undefined {
  const described = sumKinds[kind]
  if (described === undefined || described.isTold?.(key)) return undefined
  return {
    at: new Date(beginsAt * 1_000).toISOString(),
    until: new Date((beginsAt + HOUR_SECONDS) * 1_000).toISOString(),
    count: counted,
    kind: described.kind,
    outcome: described.outcome(key),
    about: clientId === '' || clientId === '*' ? {} : { client_id: clientId },
    details: { [described.detail]: key },
  }
}
