/**
 * The client that an authorization request names: registered here, or described by the document at
 * the URL that is its id (draft-ietf-oauth-client-id-metadata-document-02 §5). The latter has a row
 * from its first grant on, and what it is comes from the document again each time.
 */

import { documentClient } from '../../clients/documents/client.ts'
import { DocumentRefused } from '../../clients/documents/documents.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { domainOf, isDocumentId, policyFor } from '../../grants/document-clients.ts'
import { networkKey } from '../../people/network.ts'
import type { Client } from '../../store/records.ts'
import type { ReadingContext } from '../context.ts'

/**
 * `network` is the address of the browser, as far as it is known. Rejects with `Refusal` if there is
 * no such client, or `StorageUnavailable`.
 */
export async function findClient(
  context: Pick<ReadingContext, 'store' | 'settings' | 'clock' | 'clientDocuments'>,
  id: string,
  network?: string,
): Promise<Client> {
  const row = await context.store.clients.find(id)
  if (row !== undefined && row.registration?.by !== 'document') return row
  const { settings, clock, clientDocuments: documents } = context
  if (!isDocumentId(id) || documents === undefined) throw new Refusal('unknown_client')
  switch (policyFor(settings.clientDocuments, id)) {
    case 'off':
      throw new Refusal('unknown_client')
    case 'deny':
      throw new Refusal('client_domain_denied', { domain: domainOf(id) ?? '' })
    case 'ask':
      throw new Refusal('client_domain_held', { domain: domainOf(id) ?? '' })
    case 'allow':
      break
  }
  try {
    const document = await documents.of(id, network === undefined ? '' : networkKey(network))
    return documentClient(document, {
      ...{ row, now: clock.now(), offered: settings.clientDocumentScope },
    })
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error
    if (error.problem === 'busy') throw new Refusal('client_documents_busy')
    throw new Refusal('client_document_refused', { problem: error.message })
  }
}
