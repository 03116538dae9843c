/** A client as text. */

import type { Client } from '../store/records.ts'
import { metadataRows } from './client-metadata.ts'
import { propertyRows, type Row } from './client-properties.ts'
import { fields, moment, printable } from './terminal.ts'

const REGISTERED_BY = {
  itself: 'itself; nobody here has checked what it says',
  document: 'the document at its id, as people saw it last; nobody here has checked it',
}

/** `secret` only if just created. */
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
