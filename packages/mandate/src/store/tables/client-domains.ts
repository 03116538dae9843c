import { id, nullable, table, text, textOf, time } from './table.ts'

/** `held` until the operator decides. */
export type DomainDecision = 'held' | 'allowed' | 'denied'

/** What the operator has decided, or is asked, about the clients whose documents are at a host. */
export const clientDomains = table('client_domains', {
  /** The host of the URL, with the port if it is not the usual one. */
  id,
  decision: textOf<DomainDecision>(),
  /** The client that was asked for first; empty if none was. */
  clientId: text,
  askedAt: time,
  decidedAt: nullable(time),
})
