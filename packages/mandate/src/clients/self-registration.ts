/**
 * Clients that register themselves (RFC 7591, RFC 7592, OpenID Connect Dynamic Client Registration
 * 1.0): what they may say about themselves, and what the server says back.
 *
 * Nobody has checked any of it. So such a client is never trusted, cannot have a logo, which is the
 * easiest thing to copy, and gets no scope beyond a setting.
 */

import { withChecksum } from '../grants/token.ts'
import type { Client } from '../store/records.ts'
import type { Random } from '../time-and-chance.ts'
import { hashSecret } from './authentication/client-secret.ts'
import { authMethodOf } from './authentication/methods.ts'
import { exchangeFields } from './metadata/exchange.ts'
import { webAddressProblem, wrong } from './metadata/field.ts'
import { type EnteredMetadata, isMetadataName } from './metadata/fields.ts'
import { workloadFields } from './metadata/workload.ts'
import { redirectHost, redirectUriProblem } from './redirect-uri.ts'
import { responseTypesOf } from './registration.ts'
import { RegistrationRefused } from './registration-refused.ts'

/** RFC 7591 §3.2.2: invalid_redirect_uri; all other problems are invalid_client_metadata. */
export class RedirectUriRefused extends RegistrationRefused {}

/** What a client says about itself; `metadata` is still to be checked. */
export interface SelfDescription {
  readonly name: string
  readonly redirectUris: readonly string[]
  readonly scope: string
  readonly grantTypes: readonly string[]
  readonly clientUri: string
  readonly policyUri: string
  readonly tosUri: string
  readonly metadata: EnteredMetadata
}

/** A client may have several addresses, for its stages and its apps. */
const MOST_REDIRECT_URIS = 50
/** What a stranger cannot take for itself: it is left out. */
const GIVEN_BY_OPERATOR: readonly string[] = [
  ...['authorization_details_types', 'shared_refresh_seconds'],
  ...Object.keys(exchangeFields),
  ...Object.keys(workloadFields),
]
const GRANT_TYPES = ['authorization_code', 'refresh_token']

/**
 * Reads a registration. Metadata that is not understood is left out (RFC 7591 §2); scope tokens and
 * grant types that are not offered are left out too, and the answer says what was registered (§3.2.1).
 * Throws `RegistrationRefused`.
 */
export function readSelfDescription(
  body: Readonly<Record<string, unknown>>,
  offered: { readonly scope: string; readonly schemes?: readonly string[] },
): SelfDescription {
  const given = new Map(Object.entries(body).filter(([, value]) => value !== null))
  const text = (name: string): string => {
    const value = given.get(name) ?? ''
    if (typeof value !== 'string') throw wrong(name, 'a text')
    return value
  }
  const page = (name: string): string => {
    const problem = text(name) !== '' && webAddressProblem(text(name))
    if (problem) throw wrong(name, problem)
    return text(name)
  }
  const list = (name: string): readonly string[] | undefined => {
    const value = given.get(name)
    if (value === undefined || isTexts(value)) return value
    throw wrong(name, 'a list of texts')
  }
  const redirectUris = readRedirectUris(list('redirect_uris') ?? [], offered.schemes)
  if (!(list('response_types') ?? ['code']).includes('code')) {
    throw new RegistrationRefused('The response_types have to contain code, the only one here.')
  }
  // RFC 7591 §2: the default is authorization_code alone.
  const grantTypes = (list('grant_types') ?? ['authorization_code']).filter((type) =>
    GRANT_TYPES.includes(type),
  )
  if (!grantTypes.includes('authorization_code')) {
    throw new RegistrationRefused('The grant_types have to contain authorization_code.')
  }
  return {
    name: text('client_name').trim() || redirectHost(redirectUris[0] ?? ''),
    redirectUris,
    scope: readScope(text('scope'), offered.scope),
    grantTypes,
    clientUri: page('client_uri'),
    policyUri: page('policy_uri'),
    tosUri: page('tos_uri'),
    metadata: Object.fromEntries(
      [...given].filter(([name]) => isMetadataName(name) && !GIVEN_BY_OPERATOR.includes(name)),
    ),
  }
}

function readRedirectUris(
  uris: readonly string[],
  schemes: readonly string[] = [],
): readonly string[] {
  if (uris.length === 0 || uris.length > MOST_REDIRECT_URIS) {
    throw new RedirectUriRefused(`The redirect_uris have to be 1 to ${MOST_REDIRECT_URIS}.`)
  }
  for (const [place, uri] of uris.entries()) {
    const isTooLong = uri.length > 2_000
    const problem = isTooLong
      ? 'is too long'
      : redirectUriProblem(uri, schemes, { isOperator: false })
    // Not the URI itself, which may have a password in it.
    if (problem !== undefined) throw new RedirectUriRefused(`Number ${place + 1} ${problem}.`)
  }
  return uris
}

/** The part of the scope that is offered; all of that if none is named. */
function readScope(asked: string, offered: string): string {
  if (asked === '') return offered
  const tokens = offered.split(' ').filter((token) => asked.split(' ').includes(token))
  if (tokens.length > 0) return tokens.join(' ')
  throw new RegistrationRefused(`The scope has to contain one of ${offered.replaceAll(' ', ', ')}.`)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

/** A token to be shown once, and its hash, to be stored. */
interface NewToken {
  readonly token: string
  readonly tokenHash: string
}

/** A registration access token (RFC 7592 §3). */
export function newRegistrationToken(random: Random): NewToken {
  return newToken('mdt_ra_', random)
}

/** An initial access token (RFC 7591 §1.2). */
export function newInitialToken(random: Random): NewToken {
  return newToken('mdt_ia_', random)
}

function newToken(prefix: string, random: Random): NewToken {
  const token = withChecksum(`${prefix}${Buffer.from(random(32)).toString('base64url')}`)
  return { token, tokenHash: hashSecret(token) }
}

/**
 * The client information response (RFC 7591 §3.2.1, RFC 7592 §3). `token` is the registration access
 * token, `uri` where it is good; `secret` only if just created, because it is not stored.
 */
export function clientInformation(
  client: Client,
  {
    token,
    uri,
    secret = null,
  }: { readonly token: string; readonly uri: string; readonly secret?: string | null },
): Readonly<Record<string, unknown>> {
  const pages = { client_uri: client.clientUri, policy_uri: client.policyUri }
  const given = Object.entries({ ...pages, tos_uri: client.tosUri }).filter(([, url]) => url !== '')
  return {
    client_id: client.id,
    ...(secret !== null && { client_secret: secret, client_secret_expires_at: 0 }),
    client_id_issued_at: client.createdAt,
    registration_access_token: token,
    registration_client_uri: uri,
    client_name: client.name,
    redirect_uris: client.redirectUris,
    scope: client.scope,
    grant_types: client.grantTypes,
    response_types: responseTypesOf(client),
    ...Object.fromEntries(given),
    ...client.metadata,
    token_endpoint_auth_method: authMethodOf(client),
  }
}
