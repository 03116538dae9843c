/**
 * The client that an authorization request names: registered here, or described by the document at
 * the URL that is its id (draft-ietf-oauth-client-id-metadata-document-02 §5). The latter has a row
 * from its first grant on, and what it is comes from the document again each time.
 */

import { documentClient } from '../../clients/documents/client.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { domainsOf, isDocumentId, isNamed, policyFor } from '../../grants/document-clients.ts'
import { networkKey } from '../../people/network.ts'
import { waitBeforeRegistering } from '../../people/throttle.ts'
import type { Client } from '../../store/records.ts'
import type { ProtocolContext } from '../context.ts'

/** As many domains wait for the operator's decision at a time. */
const MOST_HELD = 200

/**
 * `network` is the address of the browser, as far as it is known. Rejects with `Refusal` if there is
 * no such client, or `StorageUnavailable`.
 */
export async function findClient(
  context: Pick<ProtocolContext, 'store' | 'settings' | 'clock' | 'clientDocuments'>,
  id: string,
  network = '',
): Promise<Client> {
  const row = await context.store.clients.find(id)
  if (row !== undefined && row.registration?.by !== 'document') return row
  const { settings, clock, clientDocuments: documents } = context
  if (!isDocumentId(id) || documents === undefined) throw new Refusal('unknown_client')
  const { isInside } = documents.check(id)
  await refuseUnlessAllowed(context, id, { network, isInside })
  const document = await documents.of(id, {
    ...{ network: networkKey(network), isKnown: row !== undefined },
  })
  return documentClient(document, {
    ...{ row, now: clock.now(), offered: settings.clientDocumentScope },
  })
}

/** Rejects with `Refusal` unless settings and operator accept the domain. Nothing is fetched before. */
async function refuseUnlessAllowed(
  context: Parameters<typeof findClient>[0],
  id: string,
  { network, isInside }: { readonly network: string; readonly isInside: boolean },
): Promise<void> {
  const { clientDocuments } = context.settings
  const policy = policyFor(clientDocuments, id)
  if (policy === 'off') throw new Refusal('unknown_client')
  const [domain = ''] = domainsOf(id)
  const { clientDomains, attempts } = context.store
  const decision = await decisionOn(context, id)
  if (policy === 'deny' || decision === 'denied') {
    throw new Refusal('client_domain_denied', { domain })
  }
  // Otherwise any browser could make this server call whatever is at a host of the operator's own.
  const isAllowed = policy === 'allow' && (!isInside || isNamed(clientDocuments, id))
  if (isAllowed || decision === 'allowed') return
  if (decision === undefined) {
    const now = context.clock.now()
    const isTooMany = (await waitBeforeRegistering(attempts, network, now)) > 0
    const act = { by: { kind: 'system' }, at: now } as const
    // A query may contain what is nobody's business.
    const clientId = id.replace(/\?.*$/, '')
    if (!isTooMany) await clientDomains.hold({ id: domain, clientId }, MOST_HELD, act)
  }
  throw new Refusal('client_domain_held', { domain })
}

/** Whether the operator has denied the client's domain meanwhile. */
export async function isDomainDenied(
  { store }: Pick<ProtocolContext, 'store'>,
  { id, registration }: Pick<Client, 'id' | 'registration'>,
): Promise<boolean> {
  if (registration?.by !== 'document') return false
  return (await decisionOn({ store }, id)) === 'denied'
}

/** What the operator has decided about the domain. A host that is denied is denied with all its ports. */
async function decisionOn({ store }: Pick<ProtocolContext, 'store'>, id: string) {
  const found = await Promise.all(domainsOf(id).map((name) => store.clientDomains.find(name)))
  const isDenied = found.some((domain) => domain?.decision === 'denied')
  return isDenied ? 'denied' : found[0]?.decision
}
