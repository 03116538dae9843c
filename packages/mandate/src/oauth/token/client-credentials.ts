/**
 * A client in its own name (RFC 6749 §4.4). It has one standing grant, however many tokens it gets,
 * and never a refresh token (§4.4.3). What it may do is its registration as it is now; the grant is
 * there to be seen and ended.
 */

import { Refusal } from '../../explanations/refusal.ts'
import { isStreamScope } from '../../grants/stream-scopes.ts'
import { OPENID_SCOPES } from '../../oidc/scopes.ts'
import { refuseExcess } from '../authorize/request.ts'
import type { ProtocolContext } from '../context.ts'
import { registeredResources } from '../resource-lookup.ts'
import { isWithin, leaveOutOfflineAccess, parseScope } from '../scope.ts'
import type { GrantType } from './grant-type.ts'
import { issueTokens } from './issue.ts'
import { standingGrant } from './standing.ts'

/** RFC 6749 §4.4.2. */
export const clientCredentials: GrantType = {
  name: 'client_credentials',
  required: [],
  optional: ['scope', 'authorization_details'],
  async answer(context, { client, parameters, proven }) {
    // "MUST only be used by confidential clients" (§4.4).
    if (client.authentication.method === 'none') throw new Refusal('client_cannot_prove_itself')
    // Details are what a person agreed to (RFC 9396); there is none.
    if (parameters.has('authorization_details')) throw new Refusal('details_without_person')
    const { grant, admitted } = await standingGrant(context, `client:${client.id}`, {
      make: {
        clientId: client.id,
        subject: { kind: 'client' },
        scope: client.scope,
        resource: [],
      },
    })
    const scope = scopeOf(context, admitted.scope, parameters.one('scope'))
    const named = parameters.all('resource')
    const resource =
      named.length === 0
        ? // The stream of the client is here, and not at an API.
          scope.every(isStreamScope)
          ? []
          : client.defaultResources
        : (await registeredResources(context, named)).map(({ uri }) => uri)
    const jwtAlgorithm =
      resource.length === 0 ? undefined : await context.jwtApis.algorithmFor(resource)
    await proven?.spend()
    return issueTokens(context, {
      ...{ grant, admitted, jwtAlgorithm },
      generation: grant.generation,
      keyId: context.keys.current,
      now: context.clock.now(),
      // Always named, so that a registration that becomes wider does not widen tokens that are out.
      narrowing: { scope: scope.join(' '), resource },
      confirmation: proven?.confirmation ?? null,
      isNamed: client.metadata.grant_ids,
      refreshToken: null,
      details: [],
    })
  },
}

/** Without a scope, what the default scope and the client have in common (RFC 6749 §3.3). */
function scopeOf(
  { settings }: ProtocolContext,
  admitted: string,
  text: string | undefined,
): readonly string[] {
  const allowed = admitted.split(' ').filter((token) => !isAboutPerson(token))
  const usual = settings.defaultScope.split(' ').filter((token) => !isAboutPerson(token))
  const wanted = text === undefined ? [] : leaveOutOfflineAccess(parseScope(text), '')
  const unnamed = isWithin(usual, allowed.join(' ')) ? usual : allowed
  const scope = wanted.length > 0 ? wanted : unnamed
  if (scope.length === 0) throw new Refusal('scope_needs_person')
  refuseExcess(scope, allowed.join(' '))
  return scope
}

/** OpenID Connect is about a person who signs in, and there is none. */
function isAboutPerson(token: string): boolean {
  return OPENID_SCOPES.some((known) => known === token)
}
