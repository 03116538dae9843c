/**
 * What a fact means to one client: which of its connections it concerns, and the events that tell
 * of it. Pure; `event-token.ts` looks up what is asked for here.
 */

import type { Fact, FactKind } from '../../facts/fact.ts'
import type { Grant } from '../../grants/grant.ts'
import type { EventName } from './event-types.ts'
import { type EndReason, initiatorOf, whyItEnded } from './why-it-ended.ts'

/** Which of the client's grants a fact may concern. */
export type Concerned =
  | { readonly grantId: string }
  | { readonly accountId: string }
  /** All of them: too many to name. */
  | 'all_connections'

/** Whom an event is about, before it gets the names that the client knows. */
export interface EventSubject {
  /** Null for an event about all connections of the client. */
  readonly accountId: string | null
  readonly grantId?: string
}

/** One event for one client. */
export interface EventToTell {
  readonly name: EventName
  readonly about: EventSubject
  /** The members of the event (RFC 8417 §2.2). */
  readonly payload: Readonly<Record<string, unknown>>
  /** Together with the stream, names the event: two facts that tell the same thing tell it once. */
  readonly key: string
}

/**
 * How far apart the two clocks may be that date the end of a grant (its server's) and the fact (the
 * database's). Told twice, an event has the same `jti`.
 */
const SKEW_SECONDS = 120

/** What a kind of fact can lead to. */
const LEADS_TO: { readonly [Kind in FactKind]?: readonly EventName[] } = {
  'grant.ended': ['connection_ended'],
  'grants.ended': ['connection_ended'],
  'consent.withdrawn': ['connection_ended'],
  'issuer.signed_out': ['connection_ended'],
  'grants.logged_out': ['session_revoked', 'connection_ended'],
  'grant.narrowed': ['token_claims_change'],
  'grant.lowered': ['token_claims_change'],
  'account.disabled': ['account_disabled'],
  'account.deletion_asked': ['account_disabled'],
  'account.enabled': ['account_enabled'],
  'account.deletion_stopped': ['account_enabled'],
  'account.deleted': ['account_purged', 'connection_ended'],
  'account.merged': ['account_purged', 'connection_ended'],
}

/**
 * The first event that a client which has chosen these may hear of the fact, before anything is
 * looked up; undefined if there is none.
 */
export function mayTell(
  fact: Fact,
  hearer: {
    readonly streamId: string
    readonly clientId: string
    readonly events: readonly EventName[]
  },
): EventName | 'verification' | undefined {
  if (fact.clientId !== undefined && fact.clientId !== hearer.clientId) return undefined
  if (fact.kind === 'endpoint.verification_asked') {
    return fact.endpointId === hearer.streamId ? 'verification' : undefined
  }
  return LEADS_TO[fact.kind]?.find((name) => hearer.events.includes(name))
}

/** Undefined if the client hears nothing of such a fact. */
export function concernedBy(fact: Fact): Concerned | undefined {
  const { grantId, accountId } = fact
  switch (fact.kind) {
    case 'grant.ended':
    case 'grant.narrowed':
    case 'grant.lowered':
      return grantId === undefined ? undefined : { grantId }
    case 'grants.ended':
      if (accountId !== undefined) return { accountId }
      return fact.clientId === undefined ? undefined : 'all_connections'
    default:
      return accountId === undefined ? undefined : { accountId }
  }
}

/** What is known of the connections that a fact concerns. */
export interface Found {
  /** The client's own, and of the account that the fact names. */
  readonly grants: readonly Grant[]
  /** What is left of the authorization details of each grant (RFC 9396), by the grant's id. */
  readonly details?: ReadonlyMap<string, readonly unknown[]>
}

/** The events for the client that has these grants. Empty if it has none that the fact concerns. */
export function eventsOf(fact: Fact, { grants, details }: Found): readonly EventToTell[] {
  const at = { event_timestamp: Math.floor(fact.atMs / 1_000) }
  const ended = (grant: Grant, reason: EndReason): EventToTell => ({
    name: 'connection_ended',
    about: { accountId: accountIn(grant), grantId: grant.id },
    payload: { ...at, ...whyItEnded(reason, fact.by) },
    key: `ended ${grant.id}`,
  })
  const endedBy = (reasons: readonly EndReason[]) =>
    grants.flatMap((grant) => {
      const { revokedBecause: because } = grant
      const isOfFact = because !== null && reasons.includes(because) && isAbout(fact, grant)
      return isOfFact ? [ended(grant, because)] : []
    })
  const aboutAccount = (name: EventName, payload = {}): readonly EventToTell[] => {
    const { accountId } = fact
    if (accountId === undefined || !grants.some((grant) => knows(grant, fact))) return []
    const members = { ...at, initiating_entity: initiatorOf(fact.by), ...payload }
    return [{ name, about: { accountId }, payload: members, key: `${name} ${fact.id}` }]
  }

  switch (fact.kind) {
    case 'grant.ended':
      return grants.map((grant) => ended(grant, fact.because))
    case 'grants.ended': {
      if (fact.accountId !== undefined) return endedBy([fact.because])
      const payload = { ...at, ...whyItEnded(fact.because, fact.by) }
      const about = { accountId: null }
      return [{ name: 'connection_ended', about, payload, key: `all ended ${fact.id}` }]
    }
    case 'consent.withdrawn':
      return endedBy(['revoked_by_user', 'revoked_by_operator', 'revoked_by_platform'])
    case 'issuer.signed_out':
      return endedBy(['ended_by_issuer'])
    case 'grants.logged_out': {
      const reason_admin = { en: 'The person signed out, or was signed out.' }
      return [...aboutAccount('session_revoked', { reason_admin }), ...endedBy(['logged_out'])]
    }
    case 'account.disabled':
    case 'account.deletion_asked':
      return aboutAccount('account_disabled')
    case 'account.enabled':
    case 'account.deletion_stopped':
      return aboutAccount('account_enabled')
    case 'account.deleted':
    case 'account.merged': {
      const known = grants.filter((grant) => knows(grant, fact))
      return [
        ...aboutAccount('account_purged'),
        ...known.map((grant) => ended(grant, 'account_deleted')),
      ]
    }
    case 'grant.narrowed':
    case 'grant.lowered':
      return grants.map((grant) => ({
        name: 'token_claims_change',
        about: { accountId: accountIn(grant), grantId: grant.id },
        payload: {
          ...at,
          initiating_entity: initiatorOf(fact.by),
          // CAEP 1.0 §3.2: the claims with their new values.
          claims:
            fact.kind === 'grant.narrowed'
              ? { scope: grant.scope }
              : { authorization_details: details?.get(grant.id) ?? [] },
        },
        key: `claims ${fact.id}`,
      }))
    default:
      return []
  }
}

/** Whether the grant ended by what the fact tells, and not at another time. */
function isAbout({ atMs }: Fact, { revokedAt }: Grant): boolean {
  return revokedAt !== null && Math.abs(revokedAt - atMs / 1_000) <= SKEW_SECONDS
}

/** Whether the client still believed in this grant then: it was live, or has just ended. */
function knows({ expiresAt, revokedAt }: Grant, fact: Fact): boolean {
  const at = fact.atMs / 1_000
  return expiresAt >= at && (revokedAt === null || revokedAt >= at - SKEW_SECONDS)
}

function accountIn({ subject }: Grant): string | null {
  return subject.kind === 'account' ? subject.id : null
}
