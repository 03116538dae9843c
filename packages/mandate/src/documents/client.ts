/**
 * The documents that the command line prints with `--json` and the admin API answers with, one file
 * for each noun: which members a record has there, with the names of the standards. A secret is in
 * the document only where it has just been made.
 */

import { authMethodOf } from '../clients/authentication/methods.ts'
import { responseTypesOf } from '../clients/registration.ts'
import type { Client, ClientChange } from '../store/records.ts'

/** What the operator can set of a client besides its metadata. */
export type ClientProperties = Omit<
  ClientChange,
  'authentication' | 'metadata' | 'nameKey' | 'sector' | 'registration' | 'revision'
>

/** The member of each property; from RFC 7591 §2 where it has one. */
const clientMembers = {
  name: 'client_name',
  redirectUris: 'redirect_uris',
  scope: 'scope',
  grantTypes: 'grant_types',
  trusted: 'trusted',
  requirePkce: 'require_pkce',
  refreshRetrySeconds: 'refresh_retry_seconds',
  defaultResources: 'default_resources',
  allowedSchemes: 'allowed_schemes',
  optionalScope: 'optional_scope',
  publisher: 'publisher',
  clientUri: 'client_uri',
  policyUri: 'policy_uri',
  tosUri: 'tos_uri',
} as const satisfies { readonly [Name in keyof Required<ClientProperties>]: string }

const members = Object.entries(clientMembers) as readonly (readonly [
  keyof ClientProperties,
  string,
])[]

/** RFC 7591 §3.2.1. `secret` only if just created. */
export function clientDocument(client: Client, secret: string | null = null) {
  return {
    client_id: client.id,
    ...(secret !== null && { client_secret: secret, client_secret_expires_at: 0 }),
    client_id_issued_at: client.createdAt,
    response_types: responseTypesOf(client),
    token_endpoint_auth_method: authMethodOf(client),
    ...propertiesOf(client),
    ...client.metadata,
    ...(client.logo !== '' && { has_logo: true }),
    ...(client.registration?.by === 'itself' && { self_registered: true }),
    ...(client.registration?.by === 'document' && { described_by_document: true }),
    disabled: client.disabledAt !== null,
  }
}

/** What a client does not say about itself is left out (RFC 7591 §2). */
function propertiesOf(client: Client): Readonly<Record<string, unknown>> {
  const named = members.map(([name, member]) => [member, client[name]] as const)
  return Object.fromEntries(named.filter(([, value]) => value !== ''))
}

/**
 * The properties and the metadata among the members of a document, as `operations/clients.ts` takes
 * them. Null takes a text or a list away. Not yet checked beyond the schema.
 */
export function readClientDocument(document: Readonly<Record<string, unknown>>): {
  readonly properties: ClientProperties
  readonly metadata: Readonly<Record<string, unknown>>
} {
  const properties = members.flatMap(([name, member]) => {
    const value = document[member]
    if (value === undefined) return []
    return [[name, value ?? EMPTY[name] ?? '']]
  })
  const known = new Set(members.map(([, member]) => member))
  return {
    properties: Object.fromEntries(properties),
    metadata: Object.fromEntries(Object.entries(document).filter(([name]) => !known.has(name))),
  }
}

/** The members of a document that set these properties: the way back. Null takes one away. */
export function writeClientDocument(
  properties: ClientProperties,
): Readonly<Record<string, unknown>> {
  const given = members.flatMap(([name, member]) => {
    const value = properties[name]
    if (value === undefined) return []
    return [[member, value === '' || (Array.isArray(value) && value.length === 0) ? null : value]]
  })
  return Object.fromEntries(given)
}

const EMPTY: Partial<Record<keyof ClientProperties, unknown>> = {
  redirectUris: [],
  defaultResources: [],
  allowedSchemes: [],
}
