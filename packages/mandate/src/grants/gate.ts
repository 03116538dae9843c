/**
 * Every path that issues or honours a token checks here whether the grant, its client and its
 * account are still good, and how much scope is left. The next step requires an `Admitted`, so the
 * check cannot be skipped.
 */

import { type DocumentPolicy, isAccepted } from './document-clients.ts'
import { accountOf, type Grant } from './grant.ts'

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
  | 'account_disabled'
  | 'account_gone'
  | 'grant_revoked'
  | 'scope_withdrawn'

declare const passed: unique symbol

/** Proof that the gate was passed, with the remaining scope. */
export interface Admitted {
  readonly [passed]: true
  /**
   * The granted scope, minus what the operator has since withdrawn from this client or from all
   * clients.
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
  if (!isAccepted(parties.documents, client.id)) return refuse('client_disabled')
  if (accountOf(wanted) !== (account?.id ?? null)) return refuse('account_gone')
  if (account !== null && account.disabledAt !== null) return refuse('account_disabled')
  const allowed = new Set(allowedScope(parties).split(' '))
  const left = wanted.scope
    .split(' ')
    .filter((token) => allowed.has(token))
    .join(' ')
  if (left === '') return refuse('scope_withdrawn')
  return { open: true, admitted: { scope: left } as Admitted }
}

/** The part of the client's scope that the server still offers. May be empty. */
export function allowedScope({
  client,
  offered,
}: {
  readonly client: Pick<Parties['client'], 'scope'>
  readonly offered: Parties['offered']
}): string {
  const tokens = client.scope.split(' ').filter((token) => Object.hasOwn(offered, token))
  return tokens.join(' ')
}

/** Whether a token of this grant may be issued or honoured. */
export function admitGrant(grant: Grant, parties: Parties): GateAnswer {
  if (grant.revokedAt !== null) return refuse('grant_revoked')
  return admitParties(parties, grant)
}

function refuse(because: GateRefusal): GateAnswer {
  return { open: false, because }
}
