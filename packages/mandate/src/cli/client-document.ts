/** A client as the command line shows it: as a document with the names of RFC 7591, or as text. */

import type { Client } from '../store/records.ts'
import { fields, moment, printable } from './terminal.ts'

/** RFC 7591 §3.2.1. `secret` only where it was just made. */
export function clientDocument(client: Client, secret: string | null = null) {
  return {
    client_id: client.id,
    ...(secret !== null && { client_secret: secret, client_secret_expires_at: 0 }),
    client_id_issued_at: client.createdAt,
    client_name: client.name,
    redirect_uris: client.redirectUris,
    scope: client.scope,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: client.secretHash === null ? 'none' : 'client_secret_basic',
    trusted: client.trusted,
    require_pkce: client.requirePkce,
    refresh_retry_seconds: client.refreshRetrySeconds,
    default_resources: client.defaultResources,
    allowed_schemes: client.allowedSchemes,
    disabled: client.disabledAt !== null,
  }
}

/** The same for people. */
export function clientText(client: Client, secret: string | null = null): string {
  const kind = client.secretHash === null ? 'public' : 'confidential'
  const rows: [string, string][] = [
    ['client_id', client.id],
    ...(secret === null
      ? []
      : [['client_secret', `${secret}  (shown this once)`] as [string, string]]),
    ...client.redirectUris.map((uri): [string, string] => ['redirect_uri', uri]),
    ...client.allowedSchemes.map((scheme): [string, string] => ['may redirect to', `${scheme}:`]),
    ['scope', client.scope],
    ...client.defaultResources.map((uri): [string, string] => ['for the API', uri]),
    ['kind', client.trusted ? `${kind}, trusted: nobody is asked for consent` : kind],
    ['PKCE', client.requirePkce ? 'required' : 'optional'],
    ['refresh retry', `${client.refreshRetrySeconds} s`],
    ['since', `${moment(client.createdAt)} UTC`],
    ...(client.disabledAt === null
      ? []
      : [['disabled', `${moment(client.disabledAt)} UTC`] as [string, string]]),
  ]
  return `${printable(client.name)}\n\n${fields(rows)}`
}
