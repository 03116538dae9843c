/** The record of a client that a document describes. */

import type { Client } from '../../store/records.ts'
import type { ClientDocument, OfOperator } from './document.ts'

/**
 * What the document says now, with what its row has from the operator. Consent does not count that
 * was given before the document became what it is. `offered` are the scope tokens that such clients
 * may ask for; `now` in seconds since 1970.
 */
export function documentClient(
  { client, scope, digest }: ClientDocument,
  {
    row,
    now,
    offered,
  }: { readonly row: Client | undefined; readonly now: number; readonly offered: string },
): Client {
  const known = row?.registration?.by === 'document' ? row.registration : undefined
  const isAsSeen = known?.documentDigest === digest
  const ofOperator = row ?? OF_NOBODY
  return {
    ...client,
    defaultResources: ofOperator.defaultResources,
    optionalScope: ofOperator.optionalScope,
    publisher: ofOperator.publisher,
    refreshRetrySeconds: ofOperator.refreshRetrySeconds,
    scope: scopeOf(scope, offered),
    logo: row?.logo ?? '',
    createdAt: row?.createdAt ?? now,
    disabledAt: row?.disabledAt ?? null,
    registration: {
      by: 'document',
      documentDigest: digest,
      // Whoever agreed in this second may have seen the one before.
      consentSince: isAsSeen ? known.consentSince : now + 1,
      unusedSince: known?.unusedSince ?? now,
    },
  }
}

/** What the operator has said of a client that has no row yet. */
const OF_NOBODY: Pick<Client, OfOperator> = {
  defaultResources: [],
  optionalScope: '',
  publisher: '',
  refreshRetrySeconds: 0,
}

/**
 * The part of the offered scope that the document names. All of it if the document names none that is
 * offered: one document is for every server.
 */
function scopeOf(named: string, offered: string): string {
  const wanted = new Set(named.split(' '))
  const tokens = offered.split(' ').filter((token) => wanted.has(token))
  return tokens.length === 0 ? offered : tokens.join(' ')
}
