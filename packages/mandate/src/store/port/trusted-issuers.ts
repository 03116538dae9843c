/** The verbs on the issuers whose assertions the operator trusts. */

import type { Act } from '../../facts/actor.ts'
import type { IssuerChange, TrustedIssuer } from '../records.ts'
import type { Page, PageRequest } from './pages.ts'

export interface TrustedIssuerStore {
  /** False if the issuer is already trusted for this purpose and tenant. */
  insert(issuer: TrustedIssuer, act: Act): Promise<boolean>
  find(id: string): Promise<TrustedIssuer | undefined>
  /** With exactly this `iss`, for every purpose and tenant, disabled ones too. */
  listByIssuer(issuer: string): Promise<readonly TrustedIssuer[]>
  list(page: PageRequest): Promise<Page<TrustedIssuer>>
  /**
   * Changes it and, if `endsGrants`, ends every grant that came of it, in one step. False if there is
   * no such issuer; this also goes for the verbs below.
   */
  update(
    id: string,
    change: IssuerChange & { readonly endsGrants: boolean },
    act: Act,
  ): Promise<boolean>
  /** Ends every grant that came of it in the same step, however many there are. */
  disable(id: string, act: Act): Promise<boolean>
  enable(id: string, act: Act): Promise<boolean>
  /** Ends every grant that came of it, as above. */
  delete(id: string, act: Act): Promise<boolean>
}
