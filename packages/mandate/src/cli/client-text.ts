/** A client as text. */

import { PATHS } from '../oauth/metadata.ts'
import type { Client } from '../store/records.ts'
import { metadataRows } from './client-metadata.ts'
import { propertyRows, type Row } from './client-properties.ts'
import { fields, moment, printable, type Terminal } from './terminal.ts'

const REGISTERED_BY = {
  itself: 'itself; nobody here has checked what it says',
  document: 'the document at its id, as people saw it last; nobody here has checked it',
}

/** Since when it is disabled is not in its document (`documents/client.ts`). */
export type ShownClient = Omit<Client, 'disabledAt'> & {
  readonly disabledAt: Client['disabledAt'] | 'yes'
}

/** `secret` only if just created. */
export function clientText(client: ShownClient, secret: string | null = null): string {
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
      : [
          [
            'disabled',
            client.disabledAt === 'yes' ? 'yes' : `${moment(client.disabledAt)} UTC`,
          ] as const,
        ]),
  ]
  return `${printable(client.name)}\n\n${fields(rows)}`
}

/** What its developer does next. */
export function nextSteps(client: ShownClient, { issuer }: { readonly issuer: string }): string {
  if (!client.grantTypes.includes('authorization_code')) {
    return `It gets its tokens from:\n\n  ${issuer}${PATHS.token}`
  }
  const login = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: client.redirectUris[0] ?? '',
  })
  const page = `${issuer}${PATHS.authorization}?${login}`
  const added = client.requirePkce ? ', to which it adds state and code_challenge' : ''
  return client.metadata.require_pushed_authorization_requests === true
    ? `It posts its authorization requests to:\n\n  ${issuer}${PATHS.pushedRequest}`
    : `Its login page${added}:\n\n  ${page}`
}

/** Nobody owns a scheme of one word (RFC 8252 §8.4). */
export function warnOfSchemes(
  terminal: Pick<Terminal, 'warn'>,
  { allowedSchemes, name }: ShownClient,
): void {
  for (const scheme of allowedSchemes) {
    terminal.warn(
      `mandate: any program on a device can claim ${scheme}: and be sent the codes meant for ${printable(name)}. PKCE keeps it from redeeming them; prefer https or http://127.0.0.1 where the app can.`,
    )
  }
}
