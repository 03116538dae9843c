/**
 * Client authentication at the token, introspection and revocation endpoints (RFC 6749 §2.3):
 * `client_secret_basic`, `client_secret_post`, and `none` for public clients.
 *
 * First the credentials are read, then a party is found that they belong to. Unknown party and
 * wrong secret take the same path and give the same answer.
 */

import { timingSafeEqual } from 'node:crypto'
import { type Addressee, Refusal } from '../explanations/refusal.ts'
import type { ClientStanding, Resource } from '../store/records.ts'
import type { ProtocolContext } from './context.ts'
import { decodeFormComponent, type Parameters } from './parameters.ts'
import { hashSecret } from './registration.ts'

export type Credentials =
  | { readonly method: 'secret'; readonly clientId: string; readonly clientSecret: string }
  | { readonly method: 'none'; readonly clientId: string }

// RFC 6749 App. A.1, A.2: *VSCHAR.
const VSCHAR = /^[\x20-\x7e]*$/
const HASH_OF_NOTHING = '0'.repeat(64)

/**
 * Reads what the client presented. `authorization` are the values of all Authorization headers.
 * Throws `Refusal`.
 */
export function readCredentials(
  authorization: readonly string[],
  parameters: Parameters,
): Credentials {
  if (authorization.length > 1) throw new Refusal('two_authorization_headers')
  if (parameters.has('client_assertion') || parameters.has('client_assertion_type')) {
    throw new Refusal('unsupported_authentication')
  }
  const clientId = parameters.one('client_id')
  const clientSecret = parameters.one('client_secret')
  const [header] = authorization
  // Libraries that have nothing to say send it blank, or with a blank name and a blank secret.
  if (header !== undefined && !/^\s*(?:basic +og==\s*)?$/i.test(header)) {
    // RFC 6749 §2.3: the client MUST NOT use more than one authentication method in each request.
    if (clientSecret !== undefined) throw new Refusal('two_mechanisms')
    const basic = readBasic(header)
    if (clientId !== undefined && clientId !== basic.clientId) throw new Refusal('two_client_ids')
    return basic
  }
  if (clientId === undefined) throw new Refusal('no_credentials')
  if (clientSecret === undefined) return { method: 'none', clientId }
  return { method: 'secret', clientId, clientSecret }
}

/**
 * The client that the credentials belong to. `atHand` is a client that was read for this request
 * already, whether it is that one or not. Rejects with `Refusal`, or `StorageUnavailable`.
 */
export async function authenticateClient(
  { store, clock }: ProtocolContext,
  credentials: Credentials,
  atHand?: ClientStanding,
): Promise<ClientStanding> {
  const { clientId } = credentials
  const client = atHand?.id === clientId ? atHand : await store.clients.find(clientId)
  return verifyClient(client, credentials, clock.now())
}

/**
 * The parties that may introspect (RFC 7662 §2.1): an API, or a confidential client. Throws `Refusal`, or
 * `StorageUnavailable`.
 */
export async function authenticateIntrospector(
  { store, clock }: ProtocolContext,
  credentials: Credentials,
): Promise<
  | { readonly is: 'resource'; readonly resource: Resource }
  | { readonly is: 'client'; readonly client: ClientStanding }
> {
  const { method, clientId } = credentials
  if (method === 'none') throw new Refusal('no_credentials', { proof: 'none_where_needed' })
  // Nearly always it is an API that asks; only where it is none is a second read worth its price.
  const resource = await store.resources.find(clientId)
  if (resource !== undefined) {
    return {
      is: 'resource',
      resource: verifySecret(resource, credentials.clientSecret, clock.now()),
    }
  }
  const client = await store.clients.find(clientId)
  return { is: 'client', client: verifyClient(client, credentials, clock.now()) }
}

/** An API, and nobody else. Rejects with `Refusal`, or `StorageUnavailable`. */
export async function authenticateResource(
  { store, clock }: ProtocolContext,
  credentials: Credentials,
): Promise<Resource> {
  if (credentials.method === 'none') {
    throw new Refusal('no_credentials', { proof: 'none_where_needed' })
  }
  const resource = await store.resources.find(credentials.clientId)
  return verifySecret(resource, credentials.clientSecret, clock.now())
}

/** What the authentication of this client was worth: a public one has only said its name. */
export function standingOf({ secretHash }: ClientStanding): 'authenticated' | 'named' {
  return secretHash === null ? 'named' : 'authenticated'
}

function verifyClient(
  client: ClientStanding | undefined,
  credentials: Credentials,
  now: number,
): ClientStanding {
  const verified =
    credentials.method === 'none'
      ? verifyPublic(client)
      : verifyConfidential(client, credentials.clientSecret, now)
  if (verified.disabledAt !== null) {
    const proof = credentials.method === 'none' ? 'none' : 'secret'
    const details = { proof, disabled_at: verified.disabledAt } as const
    throw new Refusal('client_turned_off', details, failedBy(verified))
  }
  return verified
}

/**
 * A confidential client has to say its secret, each time (RFC 6749 §3.2.1, §6). `proof` lets the answer
 * say that no secret came, in the same words for a client that is not known.
 */
function verifyPublic(client: ClientStanding | undefined): ClientStanding {
  if (client === undefined) throw new Refusal('unknown_client', { proof: 'none' })
  if (client.secretHash !== null) {
    throw new Refusal('no_credentials', { proof: 'none' }, failedBy(client))
  }
  return client
}

/** A public client proves nothing with a secret, and one that sends one believes that it does. */
function verifyConfidential(
  client: ClientStanding | undefined,
  secret: string,
  now: number,
): ClientStanding {
  if (client?.secretHash === null) {
    throw new Refusal('public_client_secret', {}, failedBy(client))
  }
  return verifySecret(client, secret, now)
}

/** The party, if the secret is its own, or was until the last rotation and may still be used. */
function verifySecret<Party extends ClientStanding | Resource>(
  party: Party | undefined,
  secret: string,
  now: number,
): Party {
  const hashed = Buffer.from(hashSecret(secret))
  const isCurrent = matches(hashed, party?.secretHash)
  const isPrevious = matches(hashed, party?.previousSecretHash)
  if (party === undefined) throw new Refusal('unknown_client')
  const previousUntil = party.previousSecretExpiresAt ?? 0
  if (!isCurrent && !(isPrevious && previousUntil > now)) {
    const details = isPrevious ? { replaced_until: previousUntil } : {}
    throw new Refusal('wrong_secret', details, failedBy(party))
  }
  return party
}

/** Nobody owns a refusal like this: the sender did not prove to be the client. */
function failedBy({ id }: { readonly id: string }): { readonly addressee: Addressee } {
  return { addressee: { clientId: id, standing: 'failed' } }
}

/** RFC 7617 §2 with each half form-encoded (RFC 6749 §2.3.1). */
function readBasic(header: string): Credentials {
  const [scheme, encoded = '', ...more] = header.split(' ').filter((part) => part !== '')
  if (scheme?.toLowerCase() !== 'basic') throw new Refusal('unsupported_authentication')
  const bytes = Buffer.from(encoded, 'base64')
  // The decoder is lenient; what is written again otherwise was not base64 (RFC 4648 §3.5).
  if (more.length > 0 || bytes.toString('base64') !== encoded) {
    throw new Refusal('undecodable_credentials')
  }
  const text = bytes.toString('latin1')
  const colon = text.indexOf(':')
  if (colon < 0 || !VSCHAR.test(text)) throw new Refusal('undecodable_credentials')
  const clientId = decodeHalf(text.slice(0, colon))
  const clientSecret = decodeHalf(text.slice(colon + 1))
  // A blank secret is none, as in the body (RFC 6749 §2.3.1): libraries send a public client like this.
  return clientSecret === ''
    ? { method: 'none', clientId }
    : { method: 'secret', clientId, clientSecret }
}

function decodeHalf(half: string): string {
  let decoded: string
  try {
    decoded = decodeFormComponent(half)
  } catch {
    throw new Refusal('undecodable_credentials')
  }
  if (!VSCHAR.test(decoded)) throw new Refusal('undecodable_credentials')
  return decoded
}

function matches(hashed: Uint8Array, secretHash: string | null | undefined): boolean {
  return timingSafeEqual(hashed, Buffer.from(secretHash ?? HASH_OF_NOTHING))
}
