/** The verbs on the domains of clients with documents. */

import type { Act } from '../../facts/actor.ts'
import type { ClientDomain } from '../records.ts'
import type { Page, PageRequest } from './pages.ts'

export interface ClientDomainStore {
  find(domain: string): Promise<ClientDomain | undefined>
  list(page: PageRequest): Promise<Page<ClientDomain>>
  /** Lets the operator decide about a domain. False if it is known, or if `most` others wait already. */
  hold(asked: Pick<ClientDomain, 'id' | 'clientId'>, most: number, act: Act): Promise<boolean>
  /** Puts a decision in place of whatever is known. */
  decide(domain: string, decision: 'allowed' | 'denied', act: Act): Promise<void>
  /** False if nothing is known about it. */
  delete(domain: string, act: Act): Promise<boolean>
  /** Forgets at most `limit` domains that were asked about before, and never decided; how many. */
  forgetHeld(before: number, limit: number): Promise<number>
}
