/**
 * Client authentication at the token, introspection and revocation endpoints (RFC 6749 §2.3): finds
 * the party that a request claims to come from and verifies it. An unknown party and a wrong proof
 * take the same path and get the same answer.
 */

import { Refusal } from '../../explanations/refusal.ts'
import type { ClientStanding, Resource } from '../../store/records.ts'
import { failedBy } from './failed-by.ts'
import type { Claim, VerifyingContext } from './method.ts'

/**
 * The authenticated client. `atHand` is a client already read for this request, whether or not it
 * is the same. Rejects with `Refusal`, or `StorageUnavailable`.
 */
export async function authenticateClient(
  context: VerifyingContext,
  claim: Claim,
  atHand?: ClientStanding,
): Promise<ClientStanding> {
  const { clientId } = claim
  const client = atHand?.id === clientId ? atHand : await context.store.clients.find(clientId)
  return verifyClient(context, client, claim)
}

/**
 * The parties that may introspect (RFC 7662 §2.1): an API, or a confidential client. Rejects with
 * `Refusal`, or `StorageUnavailable`.
 */
export async function authenticateIntrospector(
  context: VerifyingContext,
  claim: Claim,
): Promise<
  | { readonly is: 'resource'; readonly resource: Resource }
  | { readonly is: 'client'; readonly client: ClientStanding }
> {
  refuseWithoutProof(claim)
  const { store } = context
  // The caller is nearly always an API, so the second read is rare.
  const resource = await store.resources.find(claim.clientId)
  if (resource !== undefined) {
    return { is: 'resource', resource: await verify(context, resource, claim) }
  }
  const client = await store.clients.find(claim.clientId)
  return { is: 'client', client: refusePublic(await verifyClient(context, client, claim)) }
}

/** The authenticated API; no clients. Rejects with `Refusal`, or `StorageUnavailable`. */
export async function authenticateResource(
  context: VerifyingContext,
  claim: Claim,
): Promise<Resource> {
  refuseWithoutProof(claim)
  return verify(context, await context.store.resources.find(claim.clientId), claim)
}

/** How far this client is authenticated: a public one has only stated its id. */
export function standingOf({ authentication }: ClientStanding): 'authenticated' | 'named' {
  return authentication.method === 'none' ? 'named' : 'authenticated'
}

/** Whoever only states a `client_id`, as public clients do. */
function refuseWithoutProof({ methods }: Claim): void {
  if (methods.every((method) => method === 'none')) throw withoutProof()
}

/** The same, if it takes the record to see it. */
function refusePublic(client: ClientStanding): ClientStanding {
  if (client.authentication.method === 'none') throw withoutProof()
  return client
}

const withoutProof = () => new Refusal('no_credentials', { proof: 'none_where_needed' })

async function verifyClient(
  context: VerifyingContext,
  client: ClientStanding | undefined,
  claim: Claim,
): Promise<ClientStanding> {
  const verified = await verify(context, client, claim)
  if (verified.disabledAt !== null) {
    const proof = verified.authentication.method === 'none' ? 'none' : 'secret'
    const details = { proof, disabled_at: verified.disabledAt } as const
    throw new Refusal('client_turned_off', details, failedBy(verified))
  }
  return verified
}

async function verify<Party extends ClientStanding | Resource>(
  context: VerifyingContext,
  party: Party | undefined,
  claim: Claim,
): Promise<Party> {
  await claim.verify(party, context)
  // Every method refuses these itself, with a more precise reason. Fail closed if one forgets to.
  if (party === undefined || !claim.methods.includes(party.authentication.method)) {
    throw new Refusal('unknown_client')
  }
  return party
}
