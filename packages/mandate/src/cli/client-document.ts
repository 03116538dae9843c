/** A client as the command line shows it: as JSON with the names of RFC 7591, or as text. */

import { authMethodOf } from '../clients/authentication/methods.ts'
import { responseTypesOf } from '../clients/registration.ts'
import type { Client } from '../store/records.ts'
import { metadataRows } from './client-metadata.ts'
import { propertyDocument, propertyRows, type Row } from './client-properties.ts'
import { fields, moment, printable } from './terminal.ts'

/** RFC 7591 §3.2.1. `secret` only if just created. */
export function clientDocument(client: Client, secret: string | null = null) {
  return {
    client_id: client.id,
    ...(secret !== null && { client_secret: secret, client_secret_expires_at: 0 }),
    client_id_issued_at: client.createdAt,
    response_types: responseTypesOf(client),
    token_endpoint_auth_method: authMethodOf(client),
    ...propertyDocument(client),
    ...client.metadata,
    ...(client.logo !== '' && { has_logo: true }),
    ...(client.registration?.by === 'itself' && { self_registered: true }),
    ...(client.registration?.by === 'document' && { described_by_document: true }),
    disabled: client.disabledAt !== null,
  }
}

const REGISTERED_BY = {
  itself: 'itself; nobody here has checked what it says',
  document: 'the document at its id, as people saw it last; nobody here has checked it',
}

/** The same as text. */
export function clientText(client: Client, secret: string | null = null): string {
  const rows: Row[] = [
    ['client_id', client.id],
    ...(secret === null ? [] : [['client_secret', `${secret}  (shown only once)`] as const]),
    ['kind', client.authentication.method === 'none' ? 'public' : 'confidential'],
    ...propertyRows(client),
    ...metadataRows(client),
    ...(client.registration === null
      ? []
      : [['registered by', REGISTERED_BY[client.registration.by]] as const]),
    ['since', `${moment(client.createdAt)} UTC`],
    ...(client.disabledAt === null
      ? []
      : [['disabled', `${moment(client.disabledAt)} UTC`] as const]),
  ]
  return `${printable(client.name)}\n\n${fields(rows)}`
}
