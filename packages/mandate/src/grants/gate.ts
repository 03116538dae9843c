/**
 * Every path that issues or honours a token checks here whether the grant, its client and its
 * account are still good, and how much scope is left. The same is checked of every grant that it was
 * delegated from. The next step requires an `Admitted`, so the check cannot be skipped.
 */

import { isAdminScope } from '../operators/permissions.ts'
import { type DocumentPolicy, isAccepted } from './document-clients.ts'
import { accountOf, type Grant } from './grant.ts'
import { isStreamScope } from './stream-scopes.ts'

/** A grant above another one, with its parties. */
interface Ancestor extends Pick<Parties, 'client' | 'account'> {
  readonly grant: Grant
}

/** The stored records and the scopes that the server offers today. */
export interface Parties {
  readonly client: {
    readonly id: string
    readonly scope: string
    readonly disabledAt: number | null
  }
  /** Null if the client acts for itself or the account has been deleted. */
  readonly account: { readonly id: string; readonly disabledAt: number | null } | null
  /** Every scope token with its meaning (the setting `scopes`). */
  readonly offered: Readonly<Record<string, unknown>>
  /** Which clients with a document are accepted (the settings `client_document…`). */
  readonly documents: DocumentPolicy
}

export type GateRefusal =
  | 'client_disabled'
  | 'client_denied'
  | 'account_disabled'
  | 'account_gone'
  | 'grant_revoked'
  /** A grant that it was delegated from is not good any more. */
  | 'delegation_ended'
  | 'scope_withdrawn'

declare const passed: unique symbol

/** Proof that the gate was passed, with the remaining scope. */
export interface Admitted {
  readonly [passed]: true
  /**
   * The granted scope, minus what the operator has since withdrawn from this client or from all
   * clients, and minus what a grant above it has lost.
   */
  readonly scope: string
}

export type GateAnswer =
  | { readonly open: true; readonly admitted: Admitted }
  | { readonly open: false; readonly because: GateRefusal }

/** Whether this client may get a grant for this subject. */
export function admitParties(
  parties: Parties,
  wanted: Pick<Grant, 'subject' | 'scope'>,
): GateAnswer {
  const { client, account } = parties
  if (client.disabledAt !== null) return refuse('client_disabled')
  if (!isAccepted(parties.documents, client.id)) return refuse('client_denied')
  if (accountOf(wanted) !== (account?.id ?? null)) return refuse('account_gone')
  if (account !== null && account.disabledAt !== null) return refuse('account_disabled')
  const allowed = new Set(allowedScope(parties).split(' '))
  if (wanted.subject.kind === 'client') {
    for (const token of client.scope.split(' ')) if (isStreamScope(token)) allowed.add(token)
  }
  return withScope(wanted.scope.split(' ').filter((token) => allowed.has(token)))
}

/**
 * The part of the client's scope that the server still offers, to people too. May be empty. The scopes
 * of the admin API are always offered; only an owner registers a client with them.
 */
export function allowedScope({
  client,
  offered,
}: {
  readonly client: Pick<Parties['client'], 'scope'>
  readonly offered: Parties['offered']
}): string {
  const tokens = client.scope
    .split(' ')
    .filter((token) => Object.hasOwn(offered, token) || isAdminScope(token))
  return tokens.join(' ')
}

/**
 * Whether a token of this grant may be issued or honoured. `ancestors` are all grants that it was
 * delegated from, its parent first.
 */
export function admitGrant(
  grant: Grant,
  parties: Parties & { readonly ancestors: readonly Ancestor[] },
): GateAnswer {
  if (grant.revokedAt !== null) return refuse('grant_revoked')
  const answer = admitParties(parties, isOwn(grant) ? withScopeOf(grant, parties) : grant)
  return answer.open && grant.parent !== null ? admitAncestors(grant, answer, parties) : answer
}

/** What is left when every grant above this one is good; a gap in the chain closes the gate. */
function admitAncestors(
  { parent }: Grant,
  { admitted }: GateAnswer & { readonly open: true },
  { ancestors, ...parties }: Parties & { readonly ancestors: readonly Ancestor[] },
): GateAnswer {
  const [next, ...above] = ancestors
  if (next === undefined || next.grant.id !== parent) return refuse('delegation_ended')
  const answer = admitGrant(next.grant, { ...parties, ...next, ancestors: above })
  if (!answer.open) return refuse('delegation_ended')
  const there = new Set(answer.admitted.scope.split(' '))
  return withScope(admitted.scope.split(' ').filter((token) => there.has(token)))
}

/** Whether the client has the grant in its own name, from nobody (RFC 6749 §4.4). */
function isOwn({ subject, parent }: Grant): boolean {
  return subject.kind === 'client' && parent === null
}

/**
 * A client may do in its own name what it is registered for now: no person agreed to less. Each token
 * names its scope, so a wider registration does not widen the tokens that are out.
 */
function withScopeOf(grant: Grant, { client }: Parties): Grant {
  return { ...grant, scope: client.scope }
}

function withScope(tokens: readonly string[]): GateAnswer {
  const scope = tokens.join(' ')
  return scope === '' ? refuse('scope_withdrawn') : { open: true, admitted: { scope } as Admitted }
}

function refuse(because: GateRefusal): GateAnswer {
  return { open: false, because }
}
