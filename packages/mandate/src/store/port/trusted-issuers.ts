/** The verbs on the issuers whose assertions the operator trusts. */

import type { Act } from '../../facts/actor.ts'
import type { EndedAssertions, IssuerChange, TrustedIssuer } from '../records.ts'
import type { AtRevision, Page, PageRequest } from './pages.ts'

export const MOST_ENDED = 100

/** Assertions of one issuer, about one account, presented by one client. */
export interface WhichAssertions {
  readonly issuerId: string
  readonly accountId: string
  readonly clientId: string
}

export interface AssertionEnd {
  /** The person disconnected the client; nothing counts. */
  readonly byPerson: boolean
  /** What was signed at or before this counts no more, in seconds since 1970; null for no such time. */
  readonly signedOutAt: number | null
}

export interface TrustedIssuerStore {
  /** False if the issuer is already trusted for this purpose and tenant. */
  insert(issuer: TrustedIssuer, act: Act): Promise<boolean>
  find(id: string): Promise<TrustedIssuer | undefined>
  /** With exactly this `iss`, for every purpose and tenant, disabled ones too. */
  listByIssuer(issuer: string): Promise<readonly TrustedIssuer[]>
  list(page: PageRequest): Promise<Page<TrustedIssuer>>
  /**
   * Changes it and, if `endsGrants`, ends every grant that came of it, in one step. False if there is
   * no such issuer; this also goes for the verbs below. False, too, and no grant ends, if it is at
   * another revision than the one that is named.
   */
  update(
    which: string | AtRevision,
    change: IssuerChange & { readonly endsGrants: boolean },
    act: Act,
  ): Promise<boolean>
  /** Ends every grant that came of it in the same step, however many there are. */
  disable(id: string, act: Act): Promise<boolean>
  enable(id: string, act: Act): Promise<boolean>
  /** Ends every grant that came of it, as above. */
  delete(id: string, act: Act): Promise<boolean>
  /** What keeps an assertion of this issuer about this account from beginning a grant. */
  findEnd(which: WhichAssertions): Promise<AssertionEnd>
  /** Newest first, at most `MOST_ENDED`; those of deleted issuers and clients too. */
  listEndedByPerson(accountId: string): Promise<readonly EndedAssertions[]>
  /**
   * The issuer signed the person out: ends every grant of the account that came of it, in one step,
   * and refuses what it signed before.
   */
  signOut(which: Omit<WhichAssertions, 'clientId'>, act: Act): Promise<void>
  /** The person lets assertions count again. False if they had not ended them. */
  allowAgain(which: WhichAssertions, act: Act): Promise<boolean>
}
