/**
 * The one gate. Every path that issues or honours a token asks here whether the grant, its client and
 * its account are still good, and which scope is left. A path that does not ask has no `Admitted`, and
 * the next step takes one.
 */

import { accountOf, type Grant } from './grant.ts'

/** What the gate looks at: the records of `store/`, and what the server offers today. */
export interface Parties {
  readonly client: {
    readonly id: string
    readonly scope: string
    readonly disabledAt: number | null
  }
  /** Null where there is none: the client acts in its own name, or the account is gone. */
  readonly account: { readonly id: string; readonly disabledAt: number | null } | null
  /** Every scope token there is, with its meaning (the setting `scopes`). */
  readonly offered: Readonly<Record<string, unknown>>
}

export type GateRefusal =
  | 'client_disabled'
  | 'account_disabled'
  | 'account_gone'
  | 'grant_revoked'
  | 'scope_withdrawn'

declare const passed: unique symbol

/** Proof that the gate was asked, with the scope that is left. */
export interface Admitted {
  readonly [passed]: true
  /** The granted scope, less what the operator has since withdrawn from the client or from all. */
  readonly scope: string
}

export type GateAnswer =
  | { readonly open: true; readonly admitted: Admitted }
  | { readonly open: false; readonly because: GateRefusal }

/** Before there is a grant: may this client get one for this subject? */
export function admitParties(
  parties: Parties,
  wanted: Pick<Grant, 'subject' | 'scope'>,
): GateAnswer {
  const { client, account } = parties
  if (client.disabledAt !== null) return refuse('client_disabled')
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

/** The scope that the client may have today: its own, as far as it is still offered. May be empty. */
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

/** May a token of this grant be issued or honoured? */
export function admitGrant(grant: Grant, parties: Parties): GateAnswer {
  if (grant.revokedAt !== null) return refuse('grant_revoked')
  return admitParties(parties, grant)
}

function refuse(because: GateRefusal): GateAnswer {
  return { open: false, because }
}
