/**
 * A grant by assertion (RFC 7521 §4.1, RFC 7523 §2.1), among them ID-JAGs: an issuer that the operator
 * trusts says that the client may act for a person. There is one standing grant for each issuer,
 * client and person, and never a refresh token (draft-ietf-oauth-identity-assertion-authz-grant §6.3):
 * the next assertion is asked for again, so that the issuer decides again.
 *
 * Nothing is used up before everything else is settled, so no assertion is lost to a failure.
 */

import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { standingOf } from '../../clients/authentication/authenticate.ts'
import { Refusal } from '../../explanations/refusal.ts'
import { StorageUnavailable } from '../../store/port.ts'
import type { TrustedIssuer } from '../../store/records.ts'
import { readSentAssertion } from '../assertions/assertion.ts'
import { personOf } from '../assertions/person.ts'
import { listedScope, resourcesFor, scopeFor } from '../assertions/policy.ts'
import { type Assertion, readAssertion, TOLERANCE_SECONDS } from '../assertions/read.ts'
import { trustIn } from '../assertions/trust.ts'
import type { ProtocolContext } from '../context.ts'
import type { GrantType, GrantTypeRequest } from './grant-type.ts'
import { issueTokens, type TokenAnswer } from './issue.ts'
import { standingGrant } from './standing.ts'

export const jwtBearer: GrantType = {
  name: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  required: ['assertion'],
  optional: ['scope'],
  answer,
}

/** A verified assertion, and the row that trusts its issuer. */
interface Claimed {
  readonly trusted: TrustedIssuer
  readonly assertion: Assertion
}

/** What it may begin: a client for a person. */
interface Begun extends Claimed {
  readonly accountId: string
  readonly clientId: string
}

async function answer(
  context: ProtocolContext,
  { client, parameters, proven }: GrantTypeRequest,
): Promise<TokenAnswer> {
  const clientId = client.id
  // Draft §8.1: only for confidential clients, because nothing ties the assertion to the sender.
  if (standingOf(client) !== 'authenticated') throw new Refusal('client_cannot_assert')
  const sent = readSentAssertion(parameters.required('assertion'))
  const trusted = await trustIn(context.store, sent, clientId)
  const confirmation = proven?.confirmation ?? null
  const whose = { trusted, clientId, proven: confirmation }
  const assertion = await readAssertion(context, sent, whose)
  const resource = resourcesFor(trusted.resources, {
    asserted: assertion.resource,
    requested: parameters.all('resource'),
  })
  // First, because a replay must not make an account either.
  await refuseUsed(context, { trusted, assertion })
  const { id: accountId } = await personOf(context, trusted, assertion)
  const begun = { trusted, assertion, accountId, clientId }
  const { grant, admitted } = await standingGrant(context, keyOf(begun), {
    make: {
      clientId,
      subject: { kind: 'account', id: accountId },
      scope: listedScope(trusted, clientId),
      resource: trusted.resources,
    },
    issuerId: trusted.id,
    mayMake: () => refuseEnded(context, begun),
  })
  // Again, now that ending it would end this grant: whatever happened before is seen here.
  await refuseEnded(context, begun)
  await refuseChanged(context, begun, grant.id)
  const { scope: asserted } = assertion
  const scope = scopeFor(admitted.scope, { asserted, requested: parameters.one('scope') })
  const named = resource.length === 0 ? client.defaultResources : resource
  const isOpaque = named.length === 0 || client.sector !== null
  const jwtAlgorithm = isOpaque ? undefined : await context.jwtApis.algorithmFor(named)
  await proven?.spend()
  await useUp(context, begun)
  return issueTokens(context, {
    ...{ grant, admitted, jwtAlgorithm, confirmation },
    generation: grant.generation,
    keyId: context.keys.current,
    now: context.clock.now(),
    narrowing: { scope, resource: named },
    isNamed: client.metadata.grant_ids,
    refreshToken: null,
    details: [],
  })
}

/** Ids may be long, and a URL may have any separator in it. */
function keyOf({ trusted, clientId, accountId }: Begun): string {
  const parts = JSON.stringify([trusted.id, clientId, accountId])
  return `assertion:${hash('sha256', parts, 'base64url')}`
}

/** The same on every node, and for the same issuer in another row. */
function usedIdOf({ trusted, assertion }: Claimed): string {
  const parts = JSON.stringify([trusted.issuer, assertion.jti])
  return `grant-assertion.${hash('sha256', parts, 'base64url')}`
}

/** A replay must not make anything. Rejects with `Refusal`. */
async function refuseUsed({ store }: ProtocolContext, claimed: Claimed): Promise<void> {
  if (await store.usedOnce.isUsed(usedIdOf(claimed))) throw usedBefore(claimed)
}

/** Good once, on whichever node (RFC 7523 §3, `jti`). Rejects with `Refusal`. */
async function useUp({ store, clock }: ProtocolContext, begun: Begun): Promise<void> {
  const expiresAt = Math.ceil(begun.assertion.expiresAt) + TOLERANCE_SECONDS + 1
  const life = { expiresAt, now: clock.now() }
  if (!(await store.usedOnce.use(usedIdOf(begun), life))) throw usedBefore(begun)
}

function usedBefore({ trusted: { issuer } }: Claimed): Refusal {
  return new Refusal('grant_assertion_used', { issuer })
}

/**
 * A person who has disconnected a client means it, so an assertion does not connect it again behind
 * their back. An issuer that has signed a person out means everything that it said before. Rejects
 * with `Refusal`.
 */
async function refuseEnded({ store }: ProtocolContext, begun: Begun): Promise<void> {
  const { trusted, accountId, clientId, assertion } = begun
  const end = await store.trustedIssuers.findEnd({ issuerId: trusted.id, accountId, clientId })
  const isBefore = end.signedOutAt !== null && assertion.issuedAt <= end.signedOutAt
  if (!end.byPerson && !isBefore) return
  const problem = end.byPerson ? 'person' : 'issuer'
  throw new Refusal('assertion_after_end', { issuer: trusted.issuer, problem })
}

/** The operator may have trusted the issuer less since its row was read. */
async function refuseChanged(
  { store, clock }: ProtocolContext,
  { trusted }: Begun,
  grantId: Parameters<ProtocolContext['store']['grants']['revoke']>[0],
): Promise<void> {
  if (isDeepStrictEqual(await store.trustedIssuers.find(trusted.id), trusted)) return
  const act = { by: { kind: 'system' }, at: clock.now() } as const
  await store.grants.revoke(grantId, 'issuer_not_trusted', act)
  throw new StorageUnavailable('the trust in the issuer is being changed')
}
