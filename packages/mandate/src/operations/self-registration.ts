/**
 * Clients that register themselves: register, change, delete (RFC 7591, RFC 7592). The client is the
 * actor: nobody else is there.
 */

import { hashSecret, hasSecret } from '../clients/authentication/client-secret.ts'
import type { EnteredMetadata } from '../clients/metadata/fields.ts'
import { RegistrationRefused } from '../clients/registration-refused.ts'
import {
  newRegistrationToken,
  RedirectUriRefused,
  readSelfDescription,
  type SelfDescription,
} from '../clients/self-registration.ts'
import type { KeyRing } from '../grants/derivation.ts'
import { waitBeforeRegistering } from '../people/throttle.ts'
import type { Store } from '../store/port.ts'
import type { Client, RegistrationToken } from '../store/records.ts'
import { writes } from '../store/write-access.ts'
import type { Random } from '../time-and-chance.ts'
import {
  type ClientRefused,
  changeOfClient,
  newClient,
  type RegistrationContext,
} from './clients.ts'
import { operation } from './operation.ts'

interface SelfRegistrationContext extends RegistrationContext {
  readonly store: Pick<Store, 'clients' | 'resources' | 'attempts' | 'registrationTokens'>
  readonly random: Random
  readonly keys: KeyRing
  readonly settings: RegistrationContext['settings'] & {
    readonly clientRegistration: 'off' | 'token' | 'open'
    readonly clientRegistrationScope: string
    readonly clientRegistrationMost: number
  }
}

type DeletingContext = Pick<RegistrationContext, 'clock'> & {
  readonly store: Pick<Store, 'clients'>
}

/** `sentence` is for the developer of the client. */
type Refused =
  | { readonly is: 'invalid_redirect_uri'; readonly sentence: string }
  | { readonly is: 'invalid_metadata'; readonly sentence: string }

export type RegisterClientOutcome =
  /** It needs an initial access token; `isMissing` if it sent none. */
  | { readonly is: 'unauthorized'; readonly isMissing: boolean }
  /** Its network registered too many. */
  | { readonly is: 'too_many'; readonly retryAfterSeconds: number }
  /** `token` is the registration access token. Neither it nor the secret is stored. */
  | {
      readonly is: 'registered'
      readonly client: Client
      readonly secret: string | null
      readonly token: string
    }
  /** As many as the setting allows have registered themselves. */
  | { readonly is: 'full' }
  | Refused

type Body = Readonly<Record<string, unknown>>

interface RegistrationRequest {
  /** Read only if it may register. */
  readonly body: () => Body
  /** An initial access token (RFC 7591 §3), if there was one. */
  readonly initialToken: string | undefined
  /** The address that it came from. */
  readonly network: string
}

/** Registers the client that the body describes. Rejects only with `StorageUnavailable`. */
export const registerClient = writes(
  async (
    context: SelfRegistrationContext,
    { body, initialToken, network }: RegistrationRequest,
  ): Promise<RegisterClientOutcome> => {
    const { store, clock, random, settings } = context
    const now = clock.now()
    const allowed = await registrar(context, initialToken)
    if ('is' in allowed) return allowed
    if (allowed.by === null) {
      const wait = await waitBeforeRegistering(store.attempts, network, now)
      if (wait > 0) return { is: 'too_many', retryAfterSeconds: wait }
    }
    const described = readBody(body(), allowed.by?.scope ?? settings.clientRegistrationScope)
    if ('is' in described) return described
    // Requests at the same moment may exceed it by their number.
    if ((await store.clients.tallySelfRegistered()) >= settings.clientRegistrationMost) {
      return { is: 'full' }
    }
    const { token, tokenHash } = newRegistrationToken(random)
    const made = await newClient(context, {
      ...described,
      isPublic: described.metadata['token_endpoint_auth_method'] === 'none',
      registration: { by: 'itself', tokenHash, consentSince: now, unusedSince: now },
    })
    if ('is' in made) return invalid(made)
    if (allowed.by !== null && !(await store.registrationTokens.use(allowed.by.id, now))) {
      return { is: 'unauthorized', isMissing: false }
    }
    await store.clients.insert(made.client, { by: clientActor(made.client), at: now })
    return { is: 'registered', ...made, token }
  },
)

/** The initial access token by which a client may register; null if it needs none. */
async function registrar(
  { store, clock, settings }: SelfRegistrationContext,
  token: string | undefined,
): Promise<
  | { readonly by: RegistrationToken | null }
  | Extract<RegisterClientOutcome, { readonly is: 'unauthorized' }>
> {
  if (token === undefined) {
    const isOpen = settings.clientRegistration === 'open'
    return isOpen ? { by: null } : { is: 'unauthorized', isMissing: true }
  }
  const found = await store.registrationTokens.findByHash(hashSecret(token))
  const isGood = found !== undefined && found.expiresAt > clock.now() && found.usesLeft !== 0
  return isGood ? { by: found } : { is: 'unauthorized', isMissing: false }
}

export type ReplaceRegistrationOutcome =
  | { readonly is: 'updated'; readonly client: Client }
  | { readonly is: 'no_such_client' }
  | Refused

/**
 * Replaces all that a client says about itself (RFC 7592 §2.2). What people allowed before does not
 * count afterwards, because they allowed it to what it was then. Rejects as above.
 */
export const replaceRegistration = operation(
  { by: ['client'] },
  async (
    context: SelfRegistrationContext,
    actor,
    body: Body,
  ): Promise<ReplaceRegistrationOutcome> => {
    const { store, clock } = context
    const before = await store.clients.find(actor.id)
    if (before?.registration?.by !== 'itself') return { is: 'no_such_client' }
    const now = clock.now()
    const problem = problemOfReplacement(before, body, now)
    if (problem !== undefined) return { is: 'invalid_metadata', sentence: problem }
    // It can give up scope, but not get more than its initial access token or the operator left it.
    const left = before.scope
      .split(' ')
      .filter((token) => Object.hasOwn(context.settings.scopes, token))
    const described = readBody(body, left.join(' '))
    if ('is' in described) return described
    // What it does not say any more is removed.
    const gone = Object.keys(before.metadata).filter((name) => !(name in described.metadata))
    const metadata = {
      ...Object.fromEntries(gone.map((name) => [name, null])),
      ...described.metadata,
      ...ofOperator(before),
    }
    const change = await changeOfClient(context, before, {
      ...described,
      // An operator said it of what the client was before.
      publisher: '',
      metadata,
      registration: { ...before.registration, consentSince: now + 1 },
    })
    if ('is' in change) return invalid(change)
    const moved = movedFromSector({ ...before, ...change })
    if (moved !== undefined) return { is: 'invalid_metadata', sentence: moved }
    await store.clients.update(before.id, change, { by: actor, at: now })
    if (before.logo !== '') await store.clients.setLogo(before.id, null, { by: actor, at: now })
    const client = await store.clients.find(before.id)
    return client === undefined ? { is: 'no_such_client' } : { is: 'updated', client }
  },
)

/** Deletes it with its grants (RFC 7592 §2.3). False if it is gone. Rejects as above. */
export const deleteRegistration = operation(
  { by: ['client'] },
  async ({ store, clock }: DeletingContext, actor, _: null): Promise<boolean> =>
    store.clients.delete(actor.id, { by: actor, at: clock.now() }),
)

/**
 * Deletes at most `limit` that registered themselves and had no grant since `before`, in seconds since
 * 1970; returns how many.
 */
export const deleteUnusedClients = operation(
  { by: ['system'] },
  async (
    { store, clock }: DeletingContext,
    actor,
    { before, limit }: { readonly before: number; readonly limit: number },
  ): Promise<number> => {
    const unused = await store.clients.markUnused(before, limit)
    for (const id of unused) await store.clients.delete(id, { by: actor, at: clock.now() })
    return unused.length
  },
)

/** RFC 7592 §2.2: what the request has to repeat, and what it must not contain. */
function problemOfReplacement(client: Client, body: Body, now: number): string | undefined {
  if (body['client_id'] !== client.id) {
    return `The client_id has to be ${client.id}; it cannot change.`
  }
  const own = ['registration_access_token', 'registration_client_uri']
  const times = ['client_secret_expires_at', 'client_id_issued_at']
  const forbidden = [...own, ...times].find((name) => name in body)
  if (forbidden !== undefined) return `Leave ${forbidden} out: only the server can say it.`
  const { client_secret: secret } = body
  if (secret === undefined) return undefined
  const authentication =
    client.authentication.method === 'secret' ? client.authentication : undefined
  if (typeof secret === 'string' && hasSecret(authentication, secret, now)) return undefined
  return 'The client_secret is not the one of this client, and it cannot be chosen. Leave it out.'
}

/** Members of the metadata that the client cannot take off again, or that only the operator gives. */
function ofOperator({ metadata }: Client): EnteredMetadata {
  const { profile, authorization_details_types: types } = metadata
  return {
    ...(profile !== undefined && { profile }),
    ...(types !== undefined && { authorization_details_types: types }),
  }
}

/**
 * Why a client with pairwise subjects cannot have its redirect URIs. It keeps its sector, so at another
 * host it would be told the subjects of the first. Undefined if it may have them; what a
 * `sector_identifier_uri` says was read already.
 */
function movedFromSector({ sector, metadata, redirectUris }: Client): string | undefined {
  if (sector === null || metadata.sector_identifier_uri !== undefined) return undefined
  const elsewhere = redirectUris.find((uri) => URL.parse(uri)?.hostname !== sector)
  return elsewhere === undefined
    ? undefined
    : `The client's pairwise subs belong to ${sector}, so its redirect URIs have to be there, or on the list of a sector_identifier_uri at ${sector}.`
}

function readBody(body: Body, scope: string): SelfDescription | Refused {
  try {
    return readSelfDescription(body, { scope })
  } catch (error) {
    if (error instanceof RedirectUriRefused) {
      return { is: 'invalid_redirect_uri', sentence: error.message }
    }
    if (error instanceof RegistrationRefused) {
      return { is: 'invalid_metadata', sentence: error.message }
    }
    throw error
  }
}

function invalid(refused: ClientRefused): Refused {
  const sentence = refused.is === 'invalid' ? refused.sentence : 'This cannot be registered here.'
  return { is: 'invalid_metadata', sentence }
}

function clientActor({ id }: Client): { readonly kind: 'client'; readonly id: string } {
  return { kind: 'client', id }
}
