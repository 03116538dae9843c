/** Clients: created, updated, given a new secret, disabled, enabled and deleted. */

import {
  type ClientDescription,
  makeClient,
  RegistrationRefused,
  refuseClientProblem,
} from '../clients/registration.ts'
import { findResource } from '../oauth/resource-lookup.ts'
import type { Store } from '../store/port.ts'
import type { Client, ClientChange } from '../store/records.ts'
import type { Clock, Random } from '../time-and-chance.ts'
import { operation } from './operation.ts'
import { type Rotated, type Rotation, type RotationContext, rotateSecret } from './secrets.ts'

interface ClientContext {
  readonly store: Pick<Store, 'clients' | 'resources'>
  readonly clock: Clock
}

/** What is needed to judge what a client is to be. */
interface RegistrationContext extends ClientContext {
  readonly settings: {
    readonly defaultScope: string
    /** Every scope token there is. */
    readonly scopes: Readonly<Record<string, unknown>>
  }
}

interface WhichClient {
  readonly clientId: string
}

interface NoSuchClient {
  readonly is: 'no_such_client'
}

/** Why a client cannot be as it was described; nothing was changed. */
export type ClientRefused =
  /** `sentence` is for the person who described it. */
  | { readonly is: 'invalid'; readonly sentence: string }
  | { readonly is: 'unknown_scope'; readonly token: string }
  /** A default API that is not registered. */
  | { readonly is: 'unknown_resource'; readonly uri: string }
  /** Its users are always asked for consent, and it always uses PKCE. */
  | { readonly is: 'public_client'; readonly client: Client }

export type CreateClientOutcome =
  /** `secret` is kept nowhere; null for a public client. */
  | { readonly is: 'created'; readonly client: Client; readonly secret: string | null }
  | ClientRefused

/**
 * Registers a client. Without a scope it may ask for the default scope; APIs may be named in any
 * spelling. Rejects only with `StorageUnavailable`.
 */
export const createClient = operation(
  ['operator'],
  async (
    context: RegistrationContext & { readonly random: Random },
    actor,
    described: ClientChange & Pick<ClientDescription, 'name' | 'redirectUris' | 'isPublic'>,
  ): Promise<CreateClientOutcome> => {
    const description = { scope: context.settings.defaultScope, ...described }
    const known = await registered(context, description)
    if ('is' in known) return known
    const made = unlessRefused(() => makeClient({ ...description, ...known }, context))
    if ('is' in made) return made
    await context.store.clients.insert(made.client, { by: actor, at: made.client.createdAt })
    return { is: 'created', ...made }
  },
)

export type UpdateClientOutcome =
  | { readonly is: 'updated'; readonly client: Client }
  | NoSuchClient
  | ClientRefused

/** Changes what is given, and keeps the rest. Rejects only with `StorageUnavailable`. */
export const updateClient = operation(
  ['operator'],
  async (
    context: RegistrationContext,
    actor,
    { clientId, change: given }: WhichClient & { readonly change: ClientChange },
  ): Promise<UpdateClientOutcome> => {
    const { clients } = context.store
    const before = await clients.find(clientId)
    if (before === undefined) return { is: 'no_such_client' }
    const known = await registered(context, given)
    if ('is' in known) return known
    const change: ClientChange = { ...given, ...known }
    // Judged together: a scheme is not withdrawn while a redirect URI has it.
    const { redirectUris, allowedSchemes, grantTypes } = { ...before, ...change }
    const refused = unlessRefused(() =>
      refuseClientProblem({ ...change, redirectUris, allowedSchemes, grantTypes }),
    )
    if (refused !== undefined) return refused
    if (
      before.authentication.method === 'none' &&
      (change.trusted || change.requirePkce === false)
    ) {
      // RFC 6749 §10.2, RFC 7636 §1: without a secret nothing else tells it from an imitation.
      return { is: 'public_client', client: before }
    }
    await clients.update(clientId, change, { by: actor, at: context.clock.now() })
    const client = await clients.find(clientId)
    return client === undefined ? { is: 'no_such_client' } : { is: 'updated', client }
  },
)

export type RotateClientSecretOutcome = Rotated | NoSuchClient | { readonly is: 'public_client' }

/**
 * Gives a client a new secret; the one it has stays good for a while, and one from before that ends.
 * Rejects only with `StorageUnavailable`.
 */
export const rotateClientSecret = operation(
  ['operator'],
  async (
    context: RotationContext,
    actor,
    rotation: Rotation,
  ): Promise<RotateClientSecretOutcome> => {
    const { clients } = context.store
    const client = await clients.find(rotation.id)
    if (client === undefined) return { is: 'no_such_client' }
    if (client.authentication.method !== 'secret') return { is: 'public_client' }
    const rotated = await rotateSecret({ ...context, actor }, rotation, clients)
    return rotated ?? { is: 'no_such_client' }
  },
)

/** Refuses all that a client asks for and holds, until it is enabled. Rejects as above. */
export const disableClient = operation(
  ['operator'],
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

/** Lets a disabled client in again; its grants count as before. Rejects as above. */
export const enableClient = operation(
  ['operator'],
  async (
    { store, clock }: ClientContext,
    actor,
    { clientId }: WhichClient,
  ): Promise<{ readonly is: 'enabled' } | NoSuchClient> => {
    const found = await store.clients.enable(clientId, { by: actor, at: clock.now() })
    return { is: found ? 'enabled' : 'no_such_client' }
  },
)

/** Removes a client with its grants, consents and explanations. Rejects as above. */
export const deleteClient = operation(
  ['operator'],
  async (
    { store, clock }: ClientContext,
    actor,
    { clientId }: WhichClient,
  ): Promise<{ readonly is: 'deleted' } | NoSuchClient> => {
    const found = await store.clients.delete(clientId, { by: actor, at: clock.now() })
    return { is: found ? 'deleted' : 'no_such_client' }
  },
)

/** The default APIs that are named, in their registered spelling, where all that is named is known. */
async function registered(
  { store, settings }: RegistrationContext,
  { scope, defaultResources: uris }: Pick<ClientChange, 'scope' | 'defaultResources'>,
): Promise<Pick<ClientChange, 'defaultResources'> | ClientRefused> {
  const unknownToken = scope?.split(' ').find((token) => !Object.hasOwn(settings.scopes, token))
  if (unknownToken !== undefined) return { is: 'unknown_scope', token: unknownToken }
  if (uris === undefined) return {}
  const found = await Promise.all(uris.map((uri) => findResource(store.resources, uri)))
  const unknown = uris.find((_, place) => found[place] === undefined)
  if (unknown !== undefined) return { is: 'unknown_resource', uri: unknown }
  return { defaultResources: [...new Set(found.flatMap((api) => api?.uri ?? []))] }
}

function unlessRefused<Made>(
  make: () => Made,
): Made | Extract<ClientRefused, { readonly is: 'invalid' }> {
  try {
    return make()
  } catch (error) {
    if (error instanceof RegistrationRefused) return { is: 'invalid', sentence: error.message }
    throw error
  }
}
