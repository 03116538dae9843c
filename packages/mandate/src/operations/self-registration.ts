/**
 * Clients that register themselves: register, change, delete (RFC 7591, RFC 7592). The client is the
 * actor: nobody else is there.
 */

import { hasSecret } from '../clients/authentication/client-secret.ts'
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
import type { Client } from '../store/records.ts'
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
  readonly store: Pick<Store, 'clients' | 'resources' | 'attempts'>
  readonly random: Random
  readonly keys: KeyRing
  readonly settings: RegistrationContext['settings'] & {
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

/** Registers the client that `body` describes, from a network address. Rejects only with `StorageUnavailable`. */
export const registerClient = writes(
  async (
    context: SelfRegistrationContext,
    body: Body,
    network: string,
  ): Promise<RegisterClientOutcome> => {
    const { store, clock, random, settings } = context
    const now = clock.now()
    const wait = await waitBeforeRegistering(store.attempts, network, now)
    if (wait > 0) return { is: 'too_many', retryAfterSeconds: wait }
    const described = readBody(context, body)
    if ('is' in described) return described
    // Requests at the same moment may exceed it by their number.
    if ((await store.clients.tallySelfRegistered()) >= settings.clientRegistrationMost) {
      return { is: 'full' }
    }
    const { token, tokenHash } = newRegistrationToken(random)
    const made = await newClient(context, {
      ...described,
      isPublic: described.metadata['token_endpoint_auth_method'] === 'none',
      registration: { tokenHash, consentSince: now, unusedSince: now },
    })
    if ('is' in made) return invalid(made)
    await store.clients.insert(made.client, { by: clientActor(made.client), at: now })
    return { is: 'registered', ...made, token }
  },
)

export type ReplaceRegistrationOutcome =
  | { readonly is: 'updated'; readonly client: Client }
  | { readonly is: 'no_such_client' }
  | Refused

/**
 * Replaces all that a client says about itself (RFC 7592 §2.2). What people allowed before does not
 * count afterwards, because they allowed it to what it was then. Rejects as above.
 */
export const replaceRegistration = operation(
  ['client'],
  async (
    context: SelfRegistrationContext,
    actor,
    body: Body,
  ): Promise<ReplaceRegistrationOutcome> => {
    const { store, clock } = context
    const before = await store.clients.find(actor.id)
    if (before === undefined || before.registration === null) return { is: 'no_such_client' }
    const now = clock.now()
    const problem = problemOfReplacement(before, body, now)
    if (problem !== undefined) return { is: 'invalid_metadata', sentence: problem }
    const described = readBody(context, body)
    if ('is' in described) return described
    // What it does not say any more is removed.
    const gone = Object.keys(before.metadata).filter((name) => !(name in described.metadata))
    const metadata = {
      ...Object.fromEntries(gone.map((name) => [name, null])),
      ...described.metadata,
    }
    const change = await changeOfClient(context, before, {
      ...described,
      metadata,
      registration: { ...before.registration, consentSince: now + 1 },
    })
    if ('is' in change) return invalid(change)
    await store.clients.update(before.id, change, { by: actor, at: now })
    const client = await store.clients.find(before.id)
    return client === undefined ? { is: 'no_such_client' } : { is: 'updated', client }
  },
)

/** Deletes it with its grants (RFC 7592 §2.3). False if it is gone. Rejects as above. */
export const deleteRegistration = operation(
  ['client'],
  async ({ store, clock }: DeletingContext, actor, _: null): Promise<boolean> =>
    store.clients.delete(actor.id, { by: actor, at: clock.now() }),
)

/**
 * Deletes at most `limit` that registered themselves and had no grant since `before`, in seconds since
 * 1970; returns how many.
 */
export const deleteUnusedClients = operation(
  ['system'],
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

function readBody({ settings }: SelfRegistrationContext, body: Body): SelfDescription | Refused {
  try {
    return readSelfDescription(body, { scope: settings.clientRegistrationScope })
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
