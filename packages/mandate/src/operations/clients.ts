/** Clients: create, update, rotate the secret, disable, enable, delete. */

import { hash } from 'node:crypto'
import { authMethodOf } from '../clients/authentication/methods.ts'
import { sealSecret } from '../clients/authentication/sealed-secret.ts'
import type { OfOperator } from '../clients/documents/document.ts'
import { logoType, MOST_LOGO_BYTES } from '../clients/logo.ts'
import { nameKey } from '../clients/look-alike.ts'
import {
  type ClientMetadata,
  changedMetadata,
  type EnteredMetadata,
  readMetadata,
  refuseMetadataProblem,
} from '../clients/metadata/fields.ts'
import {
  type ClientDescription,
  chosenSecret,
  keptMetadata,
  makeClient,
  type NewSecret,
  newSecret,
  refuseChosenId,
  refuseClientProblem,
  refuseOwnName,
} from '../clients/registration.ts'
import { RegistrationRefused } from '../clients/registration-refused.ts'
import { refuseForeignSector, sectorFor } from '../clients/sector.ts'
import type { Operator } from '../facts/actor.ts'
import type { KeyRing } from '../grants/derivation.ts'
import { isStreamScope } from '../grants/stream-scopes.ts'
import { findResource } from '../oauth/resource-lookup.ts'
import { grantTypes } from '../oauth/token/grant-types.ts'
import { everyPermission, isAdminScope, scopeOf } from '../operators/permissions.ts'
import type { Store } from '../store/port.ts'
import type { Client, ClientChange } from '../store/records.ts'
import type { ClientAuthentication } from '../store/tables/authentication.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { isPermitted, NotPermitted, theClient } from './permitted.ts'
import { type ChangedMeanwhile, meantFor } from './revisions.ts'
import { type Rotated, type Rotation, type RotationContext, rotateSecret } from './secrets.ts'

interface ClientContext {
  readonly store: Pick<Store, 'clients' | 'resources'>
  readonly clock: Clock
}

/** What validating a client requires. */
export interface RegistrationContext extends ClientContext {
  /** Reads the `sector_identifier_uri`. */
  readonly fetch: Parameters<typeof refuseForeignSector>[0]
  readonly settings: {
    readonly issuer: string
    readonly defaultScope: string
    /** All scope tokens. */
    readonly scopes: Readonly<Record<string, unknown>>
  }
}

/** The same, where nothing is stored. */
type DescribingContext = Omit<RegistrationContext, 'store'> & {
  readonly store: { readonly resources: Pick<Store['resources'], 'findByUriKey'> }
}

/** Metadata is checked here, because it comes from a file or from another program. */
export type EnteredChange = Omit<
  ClientChange,
  'authentication' | 'metadata' | 'nameKey' | 'sector'
> & {
  readonly metadata?: EnteredMetadata
}

interface WhichClient {
  readonly clientId: string
}

interface NoSuchClient {
  readonly is: 'no_such_client'
}

/** Why a client's description was rejected; nothing was changed. */
export type ClientRefused =
  /** `sentence` is for the person who entered it. */
  | {
      readonly is: 'invalid'
      readonly sentence: string
      /** The member of the document that it is about, if it is about one. */
      readonly member?: string | undefined
    }
  | { readonly is: 'unknown_scope'; readonly token: string }
  | { readonly is: 'unknown_grant_type'; readonly type: string }
  /** A default API that is not registered. */
  | { readonly is: 'unknown_resource'; readonly uri: string }
  /** A public client always asks for consent and always uses PKCE. */
  | { readonly is: 'public_client'; readonly client: Client }

export type CreateClientOutcome =
  /** `secret` is not stored; null for a public client. */
  | { readonly is: 'created'; readonly client: Client; readonly secret: string | null }
  | ClientRefused

/**
 * Registers a client. Its scope defaults to the default scope; APIs may be named in any spelling.
 * Rejects only with `StorageUnavailable`.
 */
export const createClient = operation(
  { by: ['operator'], needs: 'clients:write' },
  async (
    context: RegistrationContext & { readonly random: Random; readonly keys: KeyRing },
    actor,
    described: DescribedClient,
  ): Promise<CreateClientOutcome> => {
    refuseGivingAdminScope(actor, { wanted: described.scope })
    const made = await newClient(context, described)
    if ('is' in made) return made
    const { clients, resources } = context.store
    const { id } = made.client
    if (described.id !== undefined && ((await clients.find(id)) || (await resources.find(id)))) {
      const sentence = `The id ${id} is taken by another client or API.`
      return { is: 'invalid', sentence, member: 'client_id' }
    }
    await context.store.clients.insert(made.client, { by: actor, at: made.client.createdAt })
    return { is: 'created', ...made }
  },
)

/** A client to register; its id and its secret only if they have been chosen. */
export type DescribedClient = EnteredChange &
  Pick<ClientDescription, 'name' | 'redirectUris' | 'isPublic'> & {
    readonly id?: string | undefined
    readonly secret?: string | undefined
  }

/** What only the operator says of a client with a document (`clients/documents/document.ts`). */
const OF_OPERATOR: ReadonlySet<string> = new Set<OfOperator>([
  ...(['defaultResources', 'optionalScope', 'publisher', 'refreshRetrySeconds'] as const),
])

export type UpdateClientOutcome =
  | { readonly is: 'updated'; readonly client: Client }
  | NoSuchClient
  | ChangedMeanwhile
  | ClientRefused

/** Changes the given properties. Rejects only with `StorageUnavailable`. */
export const updateClient = operation(
  { by: ['operator'], needs: 'clients:write', touches: theClient },
  async (
    context: RegistrationContext,
    actor,
    {
      clientId,
      change: given,
      revision,
    }: WhichClient & {
      readonly change: EnteredChange
      /** Only if it is still at this one. */
      readonly revision?: string | undefined
    },
  ): Promise<UpdateClientOutcome> => {
    const { clients } = context.store
    const before = await clients.find(clientId)
    if (before === undefined) return { is: 'no_such_client' }
    refuseGivingAdminScope(actor, { wanted: given.scope, before: before.scope })
    const byDocument =
      before.registration?.by === 'document' &&
      Object.keys(given).find((name) => !OF_OPERATOR.has(name))
    if (byDocument) {
      const sentence =
        'It describes itself in the document at its id, so here only its default APIs, its optional scope, its publisher and its retry seconds can change. To refuse it, turn it off or deny its domain.'
      return { is: 'invalid', sentence }
    }
    if (before.registration !== null && given.trusted === true) {
      const sentence =
        'It registered itself and can change where it sends people, so they are asked. Register it yourself to trust it.'
      return { is: 'invalid', sentence }
    }
    const change = await changeOfClient(context, before, given)
    if ('is' in change) return change
    if (
      before.authentication.method === 'none' &&
      (change.trusted || change.requirePkce === false)
    ) {
      // Without a secret, nothing else distinguishes it from an impostor (RFC 6749 §10.2, RFC 7636
      // §1).
      return { is: 'public_client', client: before }
    }
    const which = meantFor(clientId, revision)
    const isDone = await clients.update(which, change, { by: actor, at: context.clock.now() })
    const client = await clients.find(clientId)
    if (client === undefined) return { is: 'no_such_client' }
    return isDone ? { is: 'updated', client } : { is: 'changed_meanwhile' }
  },
)

export type SetClientLogoOutcome =
  | { readonly is: 'updated'; readonly client: Client }
  | NoSuchClient
  | { readonly is: 'not_an_image' }
  | { readonly is: 'too_large'; readonly most: number }

/** Sets a client's logo, a PNG or JPEG; null removes it. Rejects as above. */
export const setClientLogo = operation(
  { by: ['operator'], needs: 'clients:write', touches: theClient },
  async (
    { store, clock }: ClientContext,
    actor,
    { clientId, image }: WhichClient & { readonly image: Uint8Array | null },
  ): Promise<SetClientLogoOutcome> => {
    const contentType = image === null ? '' : logoType(image)
    if (contentType === undefined) return { is: 'not_an_image' }
    if (image !== null && image.length > MOST_LOGO_BYTES) {
      return { is: 'too_large', most: MOST_LOGO_BYTES }
    }
    const digest = image === null ? '' : hash('sha256', image, 'base64url')
    const logo = image === null ? null : { contentType, image, digest }
    await store.clients.setLogo(clientId, logo, { by: actor, at: clock.now() })
    const client = await store.clients.find(clientId)
    return client === undefined ? { is: 'no_such_client' } : { is: 'updated', client }
  },
)

export type RotateClientSecretOutcome =
  | Rotated
  | NoSuchClient
  | { readonly is: 'public_client' }
  /** It proves itself in another way. */
  | { readonly is: 'no_secret'; readonly method: string }

/**
 * Gives a client a new secret. The current one stays valid for a while; an older one ends now.
 * Rejects only with `StorageUnavailable`.
 */
export const rotateClientSecret = operation(
  { by: ['operator'], needs: 'clients:write', touches: ({ id }: Rotation) => [{ clientId: id }] },
  async (
    context: RotationContext & { readonly keys: KeyRing },
    actor,
    rotation: Rotation,
  ): Promise<RotateClientSecretOutcome> => {
    const { clients } = context.store
    const client = await clients.find(rotation.id)
    if (client === undefined) return { is: 'no_such_client' }
    const { method } = client.authentication
    if (method === 'none') return { is: 'public_client' }
    if (method !== 'secret' && method !== 'client_secret_jwt') return { is: 'no_secret', method }
    const { secret } = rotation
    const sealed = method === 'client_secret_jwt'
    const make = sealed ? () => newSealedSecret(context, client, secret) : undefined
    const parties = make === undefined ? clients : { ...clients, make }
    const rotated = await rotateSecret({ ...context, actor }, rotation, parties)
    return rotated ?? { is: 'no_such_client' }
  },
)

/**
 * Disables a client: its requests and its tokens are refused until it is enabled. Rejects as above.
 */
export const disableClient = operation(
  { by: ['operator'], needs: 'clients:write', touches: theClient },
  async (
    { store, clock }: ClientContext,
    actor,
    { clientId }: WhichClient,
  ): Promise<{ readonly is: 'disabled'; readonly at: number } | NoSuchClient> => {
    const at = clock.now()
    const found = await store.clients.disable(clientId, { by: actor, at })
    return found ? { is: 'disabled', at } : { is: 'no_such_client' }
  },
)

/** Enables a disabled client; its grants work again. Rejects as above. */
export const enableClient = operation(
  { by: ['operator'], needs: 'clients:write', touches: theClient },
  async (
    { store, clock }: ClientContext,
    actor,
    { clientId }: WhichClient,
  ): Promise<{ readonly is: 'enabled' } | NoSuchClient> => {
    const found = await store.clients.enable(clientId, { by: actor, at: clock.now() })
    return { is: found ? 'enabled' : 'no_such_client' }
  },
)

/** Deletes a client with its grants, consents and explanations. Rejects as above. */
export const deleteClient = operation(
  { by: ['operator'], needs: 'clients:write', touches: theClient },
  async (
    { store, clock }: ClientContext,
    actor,
    { clientId }: WhichClient,
  ): Promise<{ readonly is: 'deleted' } | NoSuchClient> => {
    const found = await store.clients.delete(clientId, { by: actor, at: clock.now() })
    return { is: found ? 'deleted' : 'no_such_client' }
  },
)

function newSealedSecret(
  context: { readonly keys: KeyRing; readonly random: Random },
  { id }: Client,
  chosen: string | undefined,
): NewSecret {
  const { secret } = chosen === undefined ? newSecret(context.random) : chosenSecret(chosen)
  return { secret, secretHash: sealSecret(context, { clientId: id, secret }) }
}

/** The client that is described, and its secret; not stored. Rejects only with `StorageUnavailable`. */
export async function newClient(
  context: DescribingContext & { readonly random: Random; readonly keys: KeyRing },
  { id, secret, ...described }: DescribedClient,
): Promise<{ readonly client: Client; readonly secret: string | null } | ClientRefused> {
  const description = { scope: context.settings.defaultScope, ...described }
  const known = await registered(context, description)
  if ('is' in known) return known
  const made = unlessRefused(() => {
    const metadata = changedMetadata({}, readMetadata(description.metadata ?? {}))
    if (id !== undefined) refuseChosenId(id)
    const source = { ...context, ...(id !== undefined && { id }), secret }
    return makeClient({ ...description, ...known, metadata }, source)
  })
  if ('is' in made) return made
  return (await foreignSector(context, made.client)) ?? made
}

/** What an entered change means for a client; not stored. Rejects only with `StorageUnavailable`. */
export async function changeOfClient(
  context: DescribingContext,
  before: Client,
  given: EnteredChange,
): Promise<ClientChange | ClientRefused> {
  const known = await registered(context, given)
  if ('is' in known) return known
  const { metadata: entered, ...others } = given
  const metadata = entered && unlessRefused(() => metadataAfter(before, entered))
  if (metadata !== undefined && 'is' in metadata) return metadata
  const named = others.name === undefined ? {} : { nameKey: nameKey(others.name) }
  const edited: ClientChange = { ...others, ...named, ...known, ...metadata }
  const after = unlessRefused(() => ({ sector: sectorAfter(before, edited) }))
  if ('is' in after) return after
  const change = { ...edited, ...(after.sector !== before.sector && after) }
  // Checked together: a scheme cannot be removed while a redirect URI uses it.
  const { redirectUris, allowedSchemes, grantTypes, scope } = { ...before, ...change }
  const refused = unlessRefused(() => {
    refuseClientProblem({
      ...{ ...change, redirectUris, allowedSchemes, grantTypes, scope },
      metadata: change.metadata ?? before.metadata,
    })
    refuseOwnName({ grantTypes }, authMethodOf({ ...before, ...metadata }))
  })
  if (refused !== undefined) return refused
  const foreign =
    change.redirectUris === undefined && entered?.['sector_identifier_uri'] === undefined
      ? undefined
      : await foreignSector(context, { ...before, ...change })
  if (foreign !== undefined) return foreign
  return change
}

/** The named default APIs in their registered spelling, if all of them are registered. */
async function registered(
  context: DescribingContext,
  change: Pick<ClientChange, 'scope' | 'grantTypes' | 'defaultResources'>,
): Promise<Pick<ClientChange, 'defaultResources'> | ClientRefused> {
  const { scope, grantTypes: types, defaultResources: uris } = change
  const { scopes } = context.settings
  const unknownToken = scope
    ?.split(' ')
    .find((token) => !Object.hasOwn(scopes, token) && !isBuiltIn(token))
  if (unknownToken !== undefined) return { is: 'unknown_scope', token: unknownToken }
  const unknownType = types?.find((type) => grantTypes.every(({ name }) => name !== type))
  if (unknownType !== undefined) return { is: 'unknown_grant_type', type: unknownType }
  if (uris === undefined) return {}
  const found = await Promise.all(uris.map((uri) => findResource(context, uri)))
  const unknown = uris.find((_, place) => found[place] === undefined)
  if (unknown !== undefined) return { is: 'unknown_resource', uri: unknown }
  return { defaultResources: [...new Set(found.flatMap((api) => api?.uri ?? []))] }
}

const adminScopes: ReadonlySet<string> = new Set(everyPermission.map(scopeOf))

function isBuiltIn(token: string): boolean {
  return adminScopes.has(token) || isStreamScope(token)
}

/**
 * Only an owner lets a client administer this server: whoever could give a client more than they may
 * do themselves would act through it. Throws `NotPermitted`.
 */
function refuseGivingAdminScope(
  actor: Operator,
  scopes: { readonly wanted: string | undefined; readonly before?: string },
): void {
  const had = scopes.before?.split(' ') ?? []
  const given = scopes.wanted?.split(' ').filter((token) => !had.includes(token)) ?? []
  if (given.some(isAdminScope) && !isPermitted(actor, 'operators:write')) {
    throw new NotPermitted('operators:write')
  }
}

function sectorAfter(before: Client, change: ClientChange): string | null {
  const { redirectUris, metadata } = { ...before, ...change }
  return sectorFor(redirectUris, metadata, before.sector)
}

async function foreignSector(
  { fetch }: Pick<RegistrationContext, 'fetch'>,
  client: Client,
): Promise<Extract<ClientRefused, { readonly is: 'invalid' }> | undefined> {
  try {
    await refuseForeignSector(fetch, client)
    return undefined
  } catch (error) {
    if (error instanceof RegistrationRefused) {
      return { is: 'invalid', sentence: error.message, member: error.member }
    }
    throw error
  }
}

/** Throws `RegistrationRefused`. */
function metadataAfter(
  before: Client,
  entered: EnteredMetadata,
): Pick<Client, 'authentication' | 'metadata'> {
  const change = readMetadata(entered)
  const metadata = changedMetadata(before.metadata, change)
  const authentication = authenticationAfter(before, change.token_endpoint_auth_method)
  refuseMetadataProblem(metadata, authMethodOf({ authentication, metadata }))
  return { authentication, metadata: keptMetadata(metadata) }
}

/** A client may move to keys and certificates; a secret is made only at registration. */
function authenticationAfter(
  before: Client,
  wanted: ClientMetadata['token_endpoint_auth_method'] | null,
): ClientAuthentication {
  const { authentication } = before
  if (wanted === undefined || wanted === authMethodOf(before)) return authentication
  switch (wanted) {
    case 'private_key_jwt':
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      if (authentication.method !== 'none') return { method: wanted }
      break
    case 'client_secret_basic':
    case 'client_secret_post':
      if (authentication.method === 'secret') return authentication
      break
  }
  throw new RegistrationRefused(
    `A client that uses ${authMethodOf(before)} cannot change to ${wanted ?? 'nothing'}. Register a new client.`,
  )
}

function unlessRefused<Made>(
  make: () => Made,
): Made | Extract<ClientRefused, { readonly is: 'invalid' }> {
  try {
    return make()
  } catch (error) {
    if (error instanceof RegistrationRefused) {
      return { is: 'invalid', sentence: error.message, member: error.member }
    }
    throw error
  }
}
