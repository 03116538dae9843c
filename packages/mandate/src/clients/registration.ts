/** The rules for registering a client or an API, and the records that follow from them. */

import type { KeyRing } from '../grants/derivation.ts'
import { MOST_RESOURCES, resourceKey } from '../grants/resource-uri.ts'
import { isScope } from '../grants/scope.ts'
import { withChecksum } from '../grants/token.ts'
import type { SigningAlgorithm } from '../signing/key.ts'
import type { Client, Resource } from '../store/records.ts'
import type { ClientAuthentication } from '../store/tables/authentication.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { hashSecret, secretAuthentication } from './authentication/client-secret.ts'
import { sealSecret } from './authentication/sealed-secret.ts'
import { nameKey } from './look-alike.ts'
import type { AuthMethod } from './metadata/authentication.ts'
import { type ClientMetadata, refuseMetadataProblem } from './metadata/fields.ts'
import { frontChannelAddress } from './metadata/logout.ts'
import { redirectUriOutsideProfile, withProfile } from './metadata/profile.ts'
import { refuseNameProblem } from './readable-name.ts'
import { allowedSchemeProblem, redirectUriProblem } from './redirect-uri.ts'
import { RegistrationRefused } from './registration-refused.ts'
import { sectorFor } from './sector.ts'

/**
 * A client to register; the defaults are in `USUAL`. Default APIs are in their registered spelling.
 */
export interface ClientDescription extends Partial<typeof USUAL> {
  readonly name: string
  readonly redirectUris: readonly string[]
  readonly scope: string
  readonly isPublic: boolean
}

/** RFC 7591 §2 defaults to `authorization_code` alone; here a client may refresh by default. */
const USUAL: Omit<
  Client,
  | 'id'
  | 'name'
  | 'nameKey'
  | 'redirectUris'
  | 'scope'
  | 'authentication'
  | 'logo'
  | 'sector'
  | 'createdAt'
  | 'disabledAt'
  | 'revision'
> = {
  grantTypes: ['authorization_code', 'refresh_token'],
  trusted: false,
  requirePkce: false,
  refreshRetrySeconds: 0,
  defaultResources: [],
  allowedSchemes: [],
  optionalScope: '',
  publisher: '',
  clientUri: '',
  policyUri: '',
  tosUri: '',
  metadata: {},
  registration: null,
}

/** A 256-bit secret, to be shown once, and its hash, to be stored. */
export interface NewSecret {
  readonly secret: string
  readonly secretHash: string
}

/**
 * A new client record and, for a confidential one, its secret. `id` and `secret` if they have been
 * chosen. Throws `RegistrationRefused`.
 */
export function makeClient(
  description: ClientDescription,
  source: {
    readonly clock: Clock
    readonly random: Random
    readonly keys?: KeyRing
    readonly id?: string
    /** Default: a new one. */
    readonly revision?: string
    readonly secret?: string | undefined
  },
): { readonly client: Client; readonly secret: string | null } {
  refuseClientProblem(description)
  const method = methodOf(description)
  const isPublic = method === 'none'
  const metadata = withProfile(description.metadata ?? {})
  refuseMetadataProblem(metadata, method)
  refuseOwnName(description, method)
  if (isPublic && description.trusted) {
    // A public client can be impersonated, so the user must be asked (RFC 6749 §10.2).
    throw new RegistrationRefused(
      'A public client cannot be trusted to skip the consent page.',
      'trusted',
    )
  }
  const { isPublic: _, metadata: __, ...described } = { ...USUAL, ...description }
  const id = source.id ?? `client_${randomId(source.random)}`
  const { authentication, secret } = newAuthentication(method, { ...source, id })
  return {
    client: {
      ...described,
      id,
      authentication,
      metadata: keptMetadata(metadata),
      nameKey: nameKey(described.name),
      redirectUris: unique(described.redirectUris),
      scope: unique(described.scope.split(' ')).join(' '),
      grantTypes: unique(described.grantTypes),
      defaultResources: unique(described.defaultResources),
      allowedSchemes: unique(described.allowedSchemes),
      optionalScope: unique(described.optionalScope.split(' ')).join(' '),
      logo: '',
      sector: sectorFor(described.redirectUris, metadata, null),
      requirePkce: described.requirePkce || isPublic,
      createdAt: source.clock.now(),
      disabledAt: null,
      revision: source.revision ?? randomId(source.random),
    },
    secret,
  }
}

/** Throws `RegistrationRefused` for a client that would act in its own name without any proof. */
export function refuseOwnName(
  { grantTypes = USUAL.grantTypes }: Partial<Pick<Client, 'grantTypes'>>,
  method: AuthMethod | 'unknown',
): void {
  if (method !== 'none' || !grantTypes.includes('client_credentials')) return
  // RFC 6749 §4.4.
  throw new RegistrationRefused(
    'A public client proves nothing, so it cannot use client_credentials.',
  )
}

/** The metadata without the method, which the column says, unless that has several names. */
export function keptMetadata(metadata: ClientMetadata): ClientMetadata {
  const { token_endpoint_auth_method: method, ...rest } = metadata
  return method === 'client_secret_post' ? metadata : rest
}

function methodOf({ isPublic, metadata }: ClientDescription): AuthMethod {
  const method = metadata?.token_endpoint_auth_method
  if (isPublic && method !== undefined && method !== 'none') {
    throw new RegistrationRefused(`A public client proves nothing, so it cannot use ${method}.`)
  }
  return method ?? (isPublic ? 'none' : 'client_secret_basic')
}

/** What is stored about the proof, and the secret to show once. */
function newAuthentication(
  method: AuthMethod,
  {
    id,
    random,
    keys,
    secret: chosen,
  }: {
    readonly id: string
    readonly random: Random
    readonly keys?: KeyRing
    readonly secret?: string | undefined
  },
): { readonly authentication: ClientAuthentication; readonly secret: string | null } {
  switch (method) {
    case 'client_secret_basic':
    case 'client_secret_post': {
      const { secret } = chosen === undefined ? newSecret(random) : chosenSecret(chosen)
      return { authentication: secretAuthentication(secret), secret }
    }
    case 'client_secret_jwt': {
      if (keys === undefined) throw new Error('A secret cannot be encrypted without server keys.')
      const { secret } = chosen === undefined ? newSecret(random) : chosenSecret(chosen)
      const sealed = sealSecret({ keys, random }, { clientId: id, secret })
      return { authentication: { method, sealed, previous: null }, secret }
    }
    default:
      if (chosen !== undefined) {
        throw new RegistrationRefused(
          `It proves itself with ${method}, so it has no secret; leave client_secret out.`,
          'client_secret',
        )
      }
      return { authentication: { method }, secret: null }
  }
}

export interface ResourceDescription {
  readonly name: string
  readonly uri: string
  readonly restricted?: boolean
  readonly needsUsername?: boolean
  /** Its access tokens are JWTs signed with this (RFC 9068); null or absent for opaque ones. */
  readonly jwtAlgorithm?: SigningAlgorithm | null
  /** If the operator has chosen them. */
  readonly id?: string | undefined
  readonly secret?: string | undefined
}

/** A new API record and its secret. Throws `RegistrationRefused`. */
export function makeResource(
  description: ResourceDescription,
  source: { readonly clock: Clock; readonly random: Random },
): { readonly resource: Resource; readonly secret: string } {
  refuseNameProblem(description.name)
  refuseUnreadableUsername(description)
  const uri = resourceUri(description.uri)
  const { id, secret: chosen } = description
  if (id !== undefined) refuseChosenId(id)
  const { secret } = chosen === undefined ? newSecret(source.random) : chosenSecret(chosen)
  const now = source.clock.now()
  return {
    resource: {
      id: id ?? `resource_${randomId(source.random)}`,
      name: description.name,
      uri,
      uriKey: resourceKey(uri) ?? uri,
      restricted: description.restricted ?? false,
      needsUsernameSince: description.needsUsername === true ? now : null,
      jwtAlgorithm: description.jwtAlgorithm ?? null,
      authentication: secretAuthentication(secret),
      createdAt: now,
      revision: randomId(source.random),
    },
    secret,
  }
}

/**
 * Throws `RegistrationRefused` for an API that would read tokens itself and never see the username,
 * which only introspection tells.
 */
export function refuseUnreadableUsername(
  api: Pick<ResourceDescription, 'needsUsername' | 'jwtAlgorithm'>,
): void {
  if (api.needsUsername !== true || (api.jwtAlgorithm ?? null) === null) return
  throw new RegistrationRefused(
    'An API that needs the username has its tokens introspected: a JWT does not contain it. Leave one of the two out.',
  )
}

/**
 * Validates a resource indicator: an absolute URI without a fragment (RFC 8707 §2). Non-ASCII
 * characters are encoded (RFC 3987 §3.1). Throws `RegistrationRefused`.
 */
function resourceUri(text: string): string {
  const key = resourceKey(text)
  const isAscii = /^[\x21-\x7e]+$/.test(text)
  // A space would end it in a list, and user information is secret.
  if (key === undefined || text.includes('#') || /^[^/]*\/\/[^/?]*@/.test(text)) {
    throw new RegistrationRefused(
      `The URI ${text} has to be absolute, without user information and without a fragment, such as https://api.example.com.`,
    )
  }
  return isAscii ? text : new URL(text).href
}

/** The rules for properties that may also change later. Throws `RegistrationRefused`. */
export function refuseClientProblem(
  description: Partial<Omit<ClientDescription, 'isPublic' | 'trusted' | 'requirePkce'>>,
): void {
  const { name, redirectUris, scope, refreshRetrySeconds, metadata } = description
  const { grantTypes, allowedSchemes, defaultResources } = { ...USUAL, ...description }
  if (name !== undefined) refuseNameProblem(name)
  if (metadata !== undefined) {
    const frame = metadata.frontchannel_logout_uri
    if (
      frame !== undefined &&
      frontChannelAddress({ metadata, redirectUris: redirectUris ?? [] }) === undefined
    ) {
      throw new RegistrationRefused(
        `The frontchannel_logout_uri ${frame} has to have the scheme, host and port of a redirect URI.`,
      )
    }
    const outside = redirectUriOutsideProfile(metadata, redirectUris ?? [])
    if (outside !== undefined) {
      throw new RegistrationRefused(
        `With the profile ${metadata.profile}, the redirect URI ${outside} has to be https.`,
      )
    }
  }
  if (!grantTypes.some((type) => type !== 'refresh_token')) {
    throw new RegistrationRefused('A client needs a grant type that begins a grant.', 'grant_types')
  }
  if (redirectUris?.length === 0 && grantTypes.includes('authorization_code')) {
    throw new RegistrationRefused('A client needs at least one redirect URI.', 'redirect_uris')
  }
  if (defaultResources.length > MOST_RESOURCES) {
    throw new RegistrationRefused(
      `A client can have at most ${MOST_RESOURCES} default APIs.`,
      'default_resources',
    )
  }
  for (const scheme of allowedSchemes) {
    const problem = allowedSchemeProblem(scheme)
    if (problem !== undefined) {
      throw new RegistrationRefused(
        `The scheme ${JSON.stringify(scheme)} ${problem}.`,
        'allowed_schemes',
      )
    }
  }
  for (const uri of redirectUris ?? []) {
    const problem = redirectUriProblem(uri, allowedSchemes)
    if (problem !== undefined) {
      throw new RegistrationRefused(`The redirect URI ${uri} ${problem}.`, 'redirect_uris')
    }
  }
  if (scope !== undefined && !isScope(scope)) {
    throw new RegistrationRefused(
      'The scope has to be scope tokens with one space between.',
      'scope',
    )
  }
  const { optionalScope = '', publisher = '' } = description
  const { clientUri = '', policyUri = '', tosUri = '' } = description
  if (optionalScope !== '' && !isScope(optionalScope)) {
    throw new RegistrationRefused(
      'The optional scope has to be scope tokens with one space between.',
      'optional_scope',
    )
  }
  const notAllowed = optionalScope.split(' ').find((token) => !scope?.split(' ').includes(token))
  if (optionalScope !== '' && notAllowed !== undefined) {
    throw new RegistrationRefused(
      `The optional scope "${notAllowed}" is not in the scope that the client may ask for.`,
      'optional_scope',
    )
  }
  if (publisher !== '') refuseNameProblem(publisher)
  for (const uri of [clientUri, policyUri, tosUri].filter((given) => given !== '')) {
    if (!isWebAddress(uri)) {
      throw new RegistrationRefused(
        `The address ${uri} has to be an https URL without user information, such as https://app.example.com/privacy.`,
      )
    }
  }
  if (
    refreshRetrySeconds !== undefined &&
    !(
      Number.isInteger(refreshRetrySeconds) &&
      refreshRetrySeconds >= 0 &&
      refreshRetrySeconds <= 600
    )
  ) {
    throw new RegistrationRefused(
      'The refresh retry seconds have to be a whole number, 0 to 600.',
      'refresh_retry_seconds',
    )
  }
}

/** An address that a page of ours may link to. */
function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return (
    url?.protocol === 'https:' && url.username === '' && url.password === '' && text.length <= 2_000
  )
}

/**
 * A secret that the operator has chosen, which is hashed without a slow function, like those that are
 * generated: so it has to be as hard to guess. Throws `RegistrationRefused`, which never shows it.
 */
export function chosenSecret(secret: string): NewSecret {
  if (!/^[\x21-\x7e]{32,256}$/.test(secret) || new Set(secret).size < 10) {
    throw new RegistrationRefused(
      'The secret has to be 32 to 256 random characters without spaces; make one with: openssl rand -base64 36',
      'client_secret',
    )
  }
  return { secret, secretHash: hashSecret(secret) }
}

/**
 * An id that the operator has chosen for a client or an API. Ids that Mandate makes, and the URLs of
 * clients with a document, are no choice. Throws `RegistrationRefused`.
 */
export function refuseChosenId(id: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id) && !/^(client|resource)_/.test(id)) return
  throw new RegistrationRefused(
    `The id ${JSON.stringify(id)} has to be up to 100 letters, digits and . _ -, and not begin with client_ or resource_, such as ledgerline.`,
    'client_id',
  )
}

/** Generates a secret for a client or an API. */
export function newSecret(random: Random): NewSecret {
  const secret = withChecksum(`mdt_cs_${Buffer.from(random(32)).toString('base64url')}`)
  return { secret, secretHash: hashSecret(secret) }
}

/** The response types that go with these grant types (RFC 7591 §2). */
export function responseTypesOf({ grantTypes }: Pick<Client, 'grantTypes'>): readonly string[] {
  return grantTypes.includes('authorization_code') ? ['code'] : []
}

/** Removes duplicates, keeping the order. */
function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

function randomId(random: Random): string {
  return Buffer.from(random(15)).toString('base64url')
}
