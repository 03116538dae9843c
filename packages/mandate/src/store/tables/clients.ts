import { clientAuthentication } from './authentication.ts'
import { count, flag, id, list, nullable, pick, table, text, time } from './table.ts'

/** What may change in a client after registration. */
export const changeableClient = table('clients', {
  name: text,
  /** Raw strings as registered; compared without any change (RFC 9700 §2.1). */
  redirectUris: list,
  /** The scope tokens it may ask for, one space between. */
  scope: text,
  /** The values of `grant_type` that it may send; `authorization_code` also admits it to the authorization endpoint. */
  grantTypes: list,
  /** Belongs to the platform itself: the user is not asked for consent. */
  trusted: flag,
  requirePkce: flag,
  /** For this many seconds the predecessor of an unused refresh token yields that same token; 0 to 600. */
  refreshRetrySeconds: count,
  /** The APIs that its tokens name where a request names none (RFC 8707 §2); empty means every API. */
  defaultResources: list,
  /** Private-use URI schemes without a dot that the operator lets its redirect URIs have; lower case. */
  allowedSchemes: list,
})

export const clients = table('clients', {
  id,
  authentication: clientAuthentication,
  ...changeableClient.fields,
  createdAt: time,
  disabledAt: nullable(time),
})

/** What a grant has to know of its client: who proves to be it, and what it may. */
export const clientStanding = pick(clients, [
  'id',
  'scope',
  'authentication',
  'grantTypes',
  'refreshRetrySeconds',
  'defaultResources',
  'disabledAt',
])
